#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "daemon/core/ids.hpp"
#include "daemon/core/units.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

/// The time and the ids of one call. Drawn from the Timer on the main loop, used on the store's
/// thread.
class Stamp {
 public:
  explicit Stamp(Timer& timer) : now_(timer.utc_now()), random_(timer.random_bytes()) {}

  Stamp(UtcTime now, const std::array<std::uint8_t, 10>& random) : now_(now), random_(random) {}

  UtcTime now() const { return now_; }

  /// How long the call has taken so far: waiting for the store's thread and for the disk.
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyTime::clock::now() - made_);
  }

  /// UUIDv7. Ids of one call share their random part and count up (RFC 9562, section 6.2, method
  /// 2): unique and in the order of making within one millisecond.
  std::string next_id() {
    auto id = uuid_v7(now_, random_);
    for (auto byte = random_.rbegin(); byte != random_.rend() && ++*byte == 0;) ++byte;
    return id;
  }

 private:
  UtcTime now_;
  std::array<std::uint8_t, 10> random_;
  SteadyTime made_ = SteadyTime::clock::now();
};

}  // namespace booth
