#pragma once

#include <chrono>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace booth {

/// The coroutines that live as long as the daemon. When one of them fails, the program is broken:
/// it is logged and the loop stops, so that systemd starts the daemon afresh.
class Background {
 public:
  explicit Background(boost::asio::io_context& loop) : loop_(loop), patience_(loop) {}

  /// @param name  for the log: "print_queue"
  void start(std::string name, boost::asio::awaitable<void> task);

  /// Stops the loop after `patience` even if a task has not ended: systemd would kill us for it
  /// later anyway.
  void end_within(std::chrono::milliseconds patience);

  bool has_failed() const { return has_failed_; }

 private:
  boost::asio::io_context& loop_;
  boost::asio::steady_timer patience_;
  std::multiset<std::string> running_;
  bool has_failed_ = false;
};

}  // namespace booth
