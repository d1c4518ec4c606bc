#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

namespace booth {

/// Runs `task` on `loop` until it ends and returns its value; rethrows what it throws.
/// Other work of the loop goes on meanwhile and stays unfinished afterwards.
template <class T>
T run_until_done(boost::asio::io_context& loop, boost::asio::awaitable<T> task) {
  std::optional<T> value;
  std::exception_ptr failure;
  auto when_done = [&](std::exception_ptr thrown, T result) {
    failure = thrown;
    value.emplace(std::move(result));
  };
  boost::asio::co_spawn(loop, std::move(task), std::move(when_done));
  loop.restart();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!value) {
    REQUIRE_MESSAGE(std::chrono::steady_clock::now() < deadline,
                    "the task did not end within a minute");
    loop.run_one_for(std::chrono::milliseconds(100));
    if (loop.stopped()) loop.restart();
  }
  if (failure) std::rethrow_exception(failure);
  return std::move(*value);
}

/// Runs `loop` until `condition` holds. @returns false when a minute has passed
template <class Condition>
bool run_until(boost::asio::io_context& loop, Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  loop.restart();
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    loop.run_one_for(std::chrono::milliseconds(20));
    if (loop.stopped()) loop.restart();
  }
  return true;
}

}  // namespace booth
