#include "daemon/runtime/background.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "daemon/runtime/log.hpp"

namespace booth {

void Background::start(std::string name, boost::asio::awaitable<void> task) {
  running_.insert(name);
  auto when_ended = [this, name = std::move(name)](std::exception_ptr failure) {
    running_.erase(running_.find(name));
    if (running_.empty()) patience_.cancel();
    if (!failure) return;
    has_failed_ = true;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& broken) {
      log::error("task_failed", {{"task", name}, {"cause", broken.what()}});
    } catch (...) {
      log::error("task_failed", {{"task", name}, {"cause", "unknown exception"}});
    }
    loop_.stop();
  };
  boost::asio::co_spawn(loop_, std::move(task), std::move(when_ended));
}

void Background::end_within(std::chrono::milliseconds patience) {
  patience_.expires_after(patience);
  patience_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled) return;
    for (const auto& name : running_) log::warn("task_did_not_stop", {{"task", name}});
    loop_.stop();
  });
}

}  // namespace booth
