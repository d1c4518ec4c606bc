#pragma once

#include <chrono>
#include <cstdint>

#include "daemon/core/units.hpp"

namespace booth {

/// A token bucket that all transfers of the booth share. Value type; the caller brings the clock.
class TokenBucket {
 public:
  /// @param bytes_per_second  0 = no limit
  TokenBucket(std::int64_t bytes_per_second, SteadyTime now);

  void change_rate(std::int64_t bytes_per_second, SteadyTime now);
  bool is_limited() const { return rate_ > 0; }

  /// @returns how many of `wanted` bytes may go now; 0 = wait for `time_until_some`
  std::int64_t take(std::int64_t wanted, SteadyTime now);

  /// Urgent bytes go at once and are paid for by the others afterwards.
  void charge(std::int64_t bytes, SteadyTime now);

  /// How long until `take` has a worthwhile piece again.
  std::chrono::milliseconds time_until_some(SteadyTime now) const;

 private:
  double level_at(SteadyTime now) const;
  void refill(SteadyTime now);

  std::int64_t rate_ = 0;
  double level_ = 0;
  double most_ = 0;  ///< burst: what may go at once after a silence
  SteadyTime filled_at_;
};

struct LaneLimits {
  int most = 4;              ///< four fill every line we measured (80 ms, 10 Mbit/s: two do)
  double worthwhile = 1.05;  ///< throughput must have risen by this factor for one lane more
};

/// How many transfers run side by side: up by one when it helped, down by half when it hurt.
struct Lanes {
  int count = 1;
  double best_bytes_per_s = 0;  ///< throughput of the window before the newest change
};

/// A window in which the lanes were always busy has ended.
Lanes after_window(Lanes lanes, double bytes_per_s, const LaneLimits& limits);

/// A timeout, a 429 or a 503.
Lanes after_trouble(Lanes lanes);

}  // namespace booth
