#pragma once

#include <functional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/runtime/systemd_notify.hpp"

namespace booth {

/// Tells systemd from the main loop that the loop still turns: a blocked loop becomes a restart.
class Watchdog {
 public:
  /// @param status_line  one line for `systemctl status`
  Watchdog(boost::asio::any_io_executor executor, std::function<std::string()> status_line);

  /// Pets at a third of the interval that systemd asks for (2 s without systemd), until `stop`.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  SystemdNotify systemd_;
  std::function<std::string()> status_line_;
  boost::asio::steady_timer timer_;
  bool is_stopped_ = false;
};

}  // namespace booth
