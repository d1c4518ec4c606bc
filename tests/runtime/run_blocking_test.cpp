#include "daemon/runtime/run_blocking.hpp"

#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

namespace booth {
namespace {

struct Seen {
  std::thread::id call;
  std::thread::id after;
};

boost::asio::awaitable<void> note_threads(BlockingThread& thread, Seen& seen) {
  auto call = [&seen] {
    seen.call = std::this_thread::get_id();
    return true;
  };
  co_await run_blocking(thread, call);
  seen.after = std::this_thread::get_id();
}

boost::asio::awaitable<void> catch_failure(BlockingThread& thread, Seen& seen) {
  auto call = [&seen]() -> bool {
    seen.call = std::this_thread::get_id();
    throw std::runtime_error("the library broke");
  };
  try {
    co_await run_blocking(thread, call);
  } catch (const std::runtime_error&) {
    seen.after = std::this_thread::get_id();
  }
}

Seen run(boost::asio::awaitable<void> (*body)(BlockingThread&, Seen&)) {
  boost::asio::io_context loop;
  BlockingThread thread;
  Seen seen;
  boost::asio::co_spawn(loop, body(thread, seen), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  loop.run();
  return seen;
}

}  // namespace

TEST_SUITE("runtime/run_blocking") {
  TEST_CASE("the call runs on the library's thread and the coroutine goes on at home") {
    const auto seen = run(note_threads);
    CHECK(seen.call != std::this_thread::get_id());
    CHECK(seen.call != std::thread::id());
    CHECK(seen.after == std::this_thread::get_id());
  }

  TEST_CASE("an exception of the call arrives at home") {
    const auto seen = run(catch_failure);
    CHECK(seen.call != std::this_thread::get_id());
    CHECK(seen.call != std::thread::id());
    CHECK(seen.after == std::this_thread::get_id());
  }
}

}  // namespace booth
