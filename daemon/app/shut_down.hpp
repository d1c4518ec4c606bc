#pragma once

#include <functional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/signal_set.hpp>

namespace booth {

/// Stops the booth when SIGTERM or SIGINT comes. Nothing has to be saved then: what matters is on
/// disk already, and the next start finishes what was begun.
class ShutDown {
 public:
  explicit ShutDown(boost::asio::any_io_executor executor);

  /// Waits for the signal and asks every part to stop. The daemon ends when the parts have.
  boost::asio::awaitable<void> run(std::function<void()> stop_parts);

 private:
  boost::asio::signal_set signals_;
};

}  // namespace booth
