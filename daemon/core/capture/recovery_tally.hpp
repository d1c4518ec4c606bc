#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/capture/recovery_ladder.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// How often a rung was climbed since the daemon started, and what came of it.
struct RungCount {
  std::string rung;  ///< as to_string(RecoveryRung) says it
  int tried = 0;
  int helped = 0;  ///< after it the camera was there again
  std::chrono::milliseconds spent{
      0};  ///< from its beginning to the next rung or to the camera's return
};

/// Counts rungs and the time they take. Pure: times are arguments.
class RecoveryTally {
 public:
  /// A rung begins; one that was under way did not help.
  void begin(RecoveryRung rung, SteadyTime now);
  /// The camera is there: the rung under way helped. Without one nothing is counted.
  void succeed(SteadyTime now);

  /// One entry per rung, from the cheapest to the dearest; the time of a rung under way is not in
  /// it.
  std::vector<RungCount> counts() const;

 private:
  static constexpr std::size_t kRungs = static_cast<std::size_t>(RecoveryRung::AskPerson) + 1;
  void end(SteadyTime now);

  std::array<RungCount, kRungs> counts_;
  std::optional<RecoveryRung> current_;
  SteadyTime begun_;
};

}  // namespace booth
