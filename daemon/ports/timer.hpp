#pragma once

#include <array>
#include <cstdint>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/units.hpp"

namespace booth {

/// Time and chance, so that tests can move the first and fix the second.
class Timer {
 public:
  virtual ~Timer() = default;

  virtual UtcTime utc_now() const = 0;
  virtual SteadyTime steady_now() const = 0;

  /// Returns at `when`, or at once when it has passed.
  virtual boost::asio::awaitable<void> wait_until(SteadyTime when) = 0;

  virtual std::array<std::uint8_t, 10> random_bytes() = 0;
  virtual std::uint32_t random_number() = 0;
};

}  // namespace booth
