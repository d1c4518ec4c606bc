#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace booth {

/// The coroutines that live as long as the daemon. When one of them fails, the program is broken:
/// it is logged and the loop stops, so that systemd starts the daemon afresh.
class Background {
 public:
  explicit Background(boost::asio::io_context& loop) : loop_(loop) {}

  /// @param name  for the log: "print_queue"
  void start(std::string name, boost::asio::awaitable<void> task);

  /// How many have not ended yet.
  int running() const { return running_; }
  bool has_failed() const { return has_failed_; }

 private:
  boost::asio::io_context& loop_;
  int running_ = 0;
  bool has_failed_ = false;
};

}  // namespace booth
