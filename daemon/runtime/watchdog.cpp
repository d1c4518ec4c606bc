#include "daemon/runtime/watchdog.hpp"

#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace booth {

Watchdog::Watchdog(boost::asio::any_io_executor executor, std::function<std::string()> status_line)
    : status_line_(std::move(status_line)), timer_(std::move(executor)) {}

boost::asio::awaitable<void> Watchdog::run() {
  const auto wanted = systemd_.watchdog_interval();
  const auto pause = wanted ? *wanted / 3 : std::chrono::microseconds{std::chrono::seconds{2}};
  std::string shown;
  while (!is_stopped_) {
    systemd_.pet_watchdog();
    auto line = status_line_();
    if (line != shown) {
      systemd_.status(line);
      shown = std::move(line);
    }
    timer_.expires_after(pause);
    boost::system::error_code ignored;  // a cancelled wait means stop
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
}

void Watchdog::stop() {
  is_stopped_ = true;
  timer_.cancel();
}

}  // namespace booth
