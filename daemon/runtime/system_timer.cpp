#include "daemon/runtime/system_timer.hpp"

#include <sys/random.h>

#include <stdexcept>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace booth {
namespace {

void fill_random(void* bytes, std::size_t size) {
  // Up to 256 bytes getrandom never returns less than asked once the kernel's pool is ready.
  if (::getrandom(bytes, size, 0) != static_cast<ssize_t>(size))
    throw std::runtime_error("getrandom failed");
}

}  // namespace

UtcTime SystemTimer::utc_now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

SteadyTime SystemTimer::steady_now() const {
  return std::chrono::steady_clock::now();
}

boost::asio::awaitable<void> SystemTimer::wait_until(SteadyTime when) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, when);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

std::array<std::uint8_t, 10> SystemTimer::random_bytes() {
  std::array<std::uint8_t, 10> bytes{};
  fill_random(bytes.data(), bytes.size());
  return bytes;
}

std::uint32_t SystemTimer::random_number() {
  std::uint32_t number = 0;
  fill_random(&number, sizeof number);
  return number;
}

}  // namespace booth
