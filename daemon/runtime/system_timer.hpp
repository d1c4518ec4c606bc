#pragma once

#include "daemon/ports/timer.hpp"

namespace booth {

/// The real clocks and the kernel's randomness.
class SystemTimer final : public Timer {
 public:
  UtcTime utc_now() const override;
  SteadyTime steady_now() const override;
  boost::asio::awaitable<void> wait_until(SteadyTime when) override;
  std::array<std::uint8_t, 10> random_bytes() override;
  std::uint32_t random_number() override;
};

}  // namespace booth
