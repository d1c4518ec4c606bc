#pragma once

#include <optional>
#include <type_traits>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
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

/// Runs `call` on `thread` and resumes here with its value. Takes the callable by lvalue reference on purpose: g++ 12
/// destroys a lambda written inside a co_await expression twice, and so it does not compile.
///
/// The callable must outlive the call, which a named local of the awaiting coroutine does.
template <class Call>
boost::asio::awaitable<std::invoke_result_t<Call&>> run_blocking(BlockingThread& thread, Call& call) {
  using Value = std::invoke_result_t<Call&>;
  const auto home = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(thread.pool().get_executor(), boost::asio::use_awaitable);
  std::optional<Value> value(call());
  co_await boost::asio::post(home, boost::asio::use_awaitable);
  co_return std::move(*value);
}

}  // namespace booth
