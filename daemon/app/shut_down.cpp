#include "daemon/app/shut_down.hpp"

#include <csignal>
#include <utility>

#include <boost/asio/use_awaitable.hpp>

#include "daemon/runtime/log.hpp"

namespace booth {

ShutDown::ShutDown(boost::asio::any_io_executor executor)
    : signals_(std::move(executor), SIGTERM, SIGINT) {}

boost::asio::awaitable<void> ShutDown::run(std::function<void()> stop_parts) {
  const int number = co_await signals_.async_wait(boost::asio::use_awaitable);
  log::note("shutting_down", {{"signal", number}});
  stop_parts();
}

}  // namespace booth
