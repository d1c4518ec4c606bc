#pragma once

#include <chrono>
#include <cstdint>

#include "daemon/core/units.hpp"

namespace booth {

/// Chosen with `fleet_bench`: 2,000 booths on a server for 200 requests/s and 10,000 on one for
/// 1,000.
struct PaceLimits {
  /// After an outage every booth of the town comes back at once; the first object waits a random
  /// part of this.
  std::chrono::milliseconds first_contact{28'000};
  /// Then one object per this time, halved by each that is taken.
  std::chrono::milliseconds slow_start{10'000};
  /// An overloaded server doubles the distance up to this.
  std::chrono::milliseconds longest{10'000};
};

/// The least distance between the starts of two objects: how a fleet finds its share of a server
/// that it cannot see as a whole. Zero in normal operation. Pure value.
struct Pace {
  std::chrono::milliseconds distance{0};
  SteadyTime next;            ///< nothing starts before
  bool binds_urgent = false;  ///< the server has refused: what a guest waits for is held to it too
};

/// What piled up grows with the outage, and so does the crowd: the waits are a part of its length,
/// up to the limits.
///
/// @param outage  how long the target could not be reached
Pace after_return(SteadyTime now, std::chrono::nanoseconds outage, const PaceLimits& limits,
                  std::uint32_t random);
/// @param random  spreads the next start between half and one and a half times the distance
Pace after_start(Pace pace, SteadyTime now, std::uint32_t random);
Pace after_taken(Pace pace);
Pace after_refused(Pace pace, const PaceLimits& limits);

}  // namespace booth
