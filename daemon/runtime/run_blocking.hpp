#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace booth {

/// A library's own thread: blocking calls run there, one after the other, and only there.
class BlockingThread {
 public:
  BlockingThread() : pool_(1) {}
  ~BlockingThread() { pool_.join(); }
  BlockingThread(const BlockingThread&) = delete;
  BlockingThread& operator=(const BlockingThread&) = delete;

  boost::asio::thread_pool& pool() { return pool_; }

 private:
  boost::asio::thread_pool pool_;
};

/// Runs `call` on `thread` and resumes here with its value or its exception. The coroutine itself
/// never leaves its executor: `co_await post(pool, use_awaitable)` would go through the pool and
/// come straight back to run the call here.
///
/// Takes the callable by lvalue reference on purpose: g++ 12 destroys a lambda written inside a
/// co_await expression twice, and so it does not compile. The callable must outlive the call, as a
/// named local of the awaiting coroutine does.
template <class Call>
boost::asio::awaitable<std::invoke_result_t<Call&>> run_blocking(BlockingThread& thread,
                                                                 Call& call) {
  std::optional<std::invoke_result_t<Call&>> value;
  std::exception_ptr failure;
  auto start = [&](auto resume) {
    const auto home = boost::asio::get_associated_executor(resume);
    // The guard keeps the home loop running while the only work is over there.
    auto job = [&value, &failure, &call, guard = boost::asio::make_work_guard(home),
                resume = std::move(resume)]() mutable {
      try {
        value.emplace(call());
      } catch (...) {
        failure = std::current_exception();
      }
      boost::asio::post(guard.get_executor(), std::move(resume));
    };
    boost::asio::post(thread.pool().get_executor(), std::move(job));
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
      start, boost::asio::use_awaitable);
  if (failure) std::rethrow_exception(failure);
  co_return std::move(*value);
}

}  // namespace booth
