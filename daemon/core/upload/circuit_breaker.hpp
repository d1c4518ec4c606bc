#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

#include "daemon/core/units.hpp"

namespace booth {

struct BreakerLimits {
  /// One 503 is an accident; five in a row are an overload that more requests make worse.
  int failures_to_open = 5;
  std::chrono::milliseconds first_rest{5000};
  /// Longer rests leave a recovered server idle while the last booths still sleep (see
  /// fleet_bench).
  std::chrono::milliseconds longest_rest{20'000};
};

/// Requests flow. `failures` counts those in a row.
struct BreakerClosed {
  int failures = 0;
};
/// Nothing is sent until `until`.
struct BreakerOpen {
  SteadyTime until;
  int times = 1;  ///< openings in a row, >= 1
};
/// One small item is on its way; it decides.
struct BreakerTrying {
  int times = 1;
};

/// Protects one server from us, and us from waiting for it. Pure value; see the functions below.
using Breaker = std::variant<BreakerClosed, BreakerOpen, BreakerTrying>;

enum class BreakerPass { Yes, OneSmallItem, No };

/// Whether a request may be sent now.
BreakerPass may_pass(const Breaker& breaker, SteadyTime now);

/// A request is about to be sent; call only when `may_pass` said so.
Breaker after_sending(const Breaker& breaker, SteadyTime now);

/// The server did what it was asked, or answered that this one item is wrong: it is well.
Breaker after_success(const Breaker& breaker);

/// The server is overloaded or broken.
///
/// @param retry_after  what it asked for: the least time to rest
/// @param random       uniformly distributed 32 bits, spreads a fleet
Breaker after_overload(const Breaker& breaker, SteadyTime now,
                       std::optional<std::chrono::milliseconds> retry_after,
                       const BreakerLimits& limits, std::uint32_t random);

/// The attempt said nothing about the server (we stopped, the local file is gone): a trial may be
/// repeated at once.
Breaker after_no_answer(const Breaker& breaker, SteadyTime now);

/// Opens at once, whatever went before: wrong credential, untrusted certificate.
Breaker rest_until(const Breaker& breaker, SteadyTime until);

/// When a resting breaker lets something through again; nullopt while it is not resting.
std::optional<SteadyTime> rest_ends(const Breaker& breaker);

}  // namespace booth
