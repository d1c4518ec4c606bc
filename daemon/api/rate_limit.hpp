#pragma once

#include <algorithm>
#include <chrono>

#include "daemon/core/units.hpp"

namespace booth::api {

/// A token bucket: so many requests at once, and so many each second for ever. Pure but for its own
/// count.
class RateLimit {
 public:
  RateLimit(int per_second, int at_once) : per_second_(per_second), at_once_(at_once) {}

  /// @returns false when the caller must wait
  bool take(SteadyTime now) {
    const std::chrono::duration<double> passed = now - last_;
    last_ = now;
    left_ = std::min<double>(at_once_, left_ + passed.count() * per_second_);
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  int per_second_;
  int at_once_;
  double left_ = 0;
  SteadyTime last_{};  // so long ago that the first call finds the bucket full
};

}  // namespace booth::api
