#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace booth {

/// Runs one coroutine on a loop of its own to its end and returns its value: for tests of ports.
template <class T>
T await_result(boost::asio::awaitable<T> work) {
  boost::asio::io_context loop;
  std::optional<T> value;
  std::exception_ptr failure;
  const auto keep = [&](std::exception_ptr thrown, T result) {
    failure = thrown;
    value.emplace(std::move(result));
  };
  boost::asio::co_spawn(loop, std::move(work), keep);
  loop.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*value);
}

}  // namespace booth
