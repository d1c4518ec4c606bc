#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/core/units.hpp"

namespace booth {

/// Lets one coroutine of the main loop sleep until a time or until somebody rings. A ring while
/// nobody sleeps is kept, so that work which arrives between "is there work?" and "sleep" is not
/// slept over.
class Bell {
 public:
  explicit Bell(boost::asio::any_io_executor executor) : timer_(executor) {}

  void ring() {
    is_rung_ = true;
    timer_.cancel();
  }

  boost::asio::awaitable<void> wait_until(SteadyTime when) {
    if (!is_rung_) {
      timer_.expires_at(when);
      boost::system::error_code ignored;  // a cancelled wait is a ring
      co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
    is_rung_ = false;
  }

  boost::asio::awaitable<void> wait() { return wait_until(SteadyTime::max()); }

 private:
  boost::asio::steady_timer timer_;
  bool is_rung_ = false;
};

}  // namespace booth
