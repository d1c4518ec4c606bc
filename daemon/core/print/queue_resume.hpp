#pragma once

#include <chrono>

#include "daemon/core/units.hpp"

namespace booth {

struct ResumeLimits {
  std::chrono::milliseconds first_delay{2'000};
  std::chrono::milliseconds longest_delay{60'000};
};

/// When a paused queue, or a printer in trouble, is tried again. The spooler keeps showing the old
/// trouble until a sheet is tried, so the only way to learn that the paper is back is to try:
/// quickly at first, once a minute in the long run, for ever (nobody must have to press "resume").
class ResumePlan {
 public:
  explicit ResumePlan(ResumeLimits limits = {}) : limits_(limits) {}

  /// Trouble is there. The first call of an episode starts the clock.
  void see_trouble(SteadyTime now);
  /// The printer works: the next trouble starts a new episode.
  void see_health();

  bool is_due(SteadyTime now) const { return is_in_trouble_ && now >= next_; }
  bool is_in_trouble() const { return is_in_trouble_; }
  /// A try was made.
  void count_try(SteadyTime now);
  int tries() const { return tries_; }

 private:
  ResumeLimits limits_;
  bool is_in_trouble_ = false;
  int tries_ = 0;
  SteadyTime next_{};
};

}  // namespace booth
