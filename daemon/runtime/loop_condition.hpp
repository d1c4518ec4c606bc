#pragma once

#include <list>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/core/units.hpp"

namespace booth {

/// A condition variable for coroutines of one loop: check what you wait for, wait, check again.
/// No lock is needed, since between the check and the wait nothing else runs.
class LoopCondition {
 public:
  explicit LoopCondition(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  /// @returns false when `deadline` passed first
  boost::asio::awaitable<bool> wait_until(SteadyTime deadline);

  /// Waits for `notify_all`, however long it takes.
  boost::asio::awaitable<void> wait();

  void notify_all();

 private:
  boost::asio::any_io_executor executor_;
  std::list<boost::asio::steady_timer> waiting_;
};

}  // namespace booth
