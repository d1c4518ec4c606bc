#include "daemon/runtime/loop_condition.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace booth {

boost::asio::awaitable<bool> LoopCondition::wait_until(SteadyTime deadline) {
  const auto place = waiting_.emplace(waiting_.end(), executor_, deadline);
  boost::system::error_code ended_early;
  co_await place->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ended_early));
  waiting_.erase(place);
  co_return ended_early.failed();
}

boost::asio::awaitable<void> LoopCondition::wait() {
  (void)co_await wait_until(SteadyTime::max());
}

void LoopCondition::notify_all() {
  for (auto& timer : waiting_) timer.cancel();
}

}  // namespace booth
