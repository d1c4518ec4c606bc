#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include "tests/support/patience.hpp"

namespace booth {

/// Runs `task` on `loop` until it ends and returns its value; rethrows what it throws.
/// Other work of the loop goes on meanwhile and stays unfinished afterwards.
template <class T>
T run_until_done(boost::asio::io_context& loop, boost::asio::awaitable<T> task) {
  struct Outcome {
    std::optional<T> value;
    std::exception_ptr failure;
  };
  // Owned by two: a task that did not end in time may end when this function is long gone.
  const auto outcome = std::make_shared<Outcome>();
  auto when_done = [outcome](std::exception_ptr thrown, T result) {
    outcome->failure = thrown;
    outcome->value.emplace(std::move(result));
  };
  boost::asio::co_spawn(loop, std::move(task), std::move(when_done));
  loop.restart();
  const auto deadline = std::chrono::steady_clock::now() + testing::longest_wait();
  while (!outcome->value) {
    REQUIRE_MESSAGE(std::chrono::steady_clock::now() < deadline, "the task did not end in time");
    loop.run_one_for(std::chrono::milliseconds(100));
    if (loop.stopped()) loop.restart();
  }
  if (outcome->failure) std::rethrow_exception(outcome->failure);
  return std::move(*outcome->value);
}

/// Runs `loop` until `condition` holds. @returns false when it does not come true in time
template <class Condition>
bool run_until(boost::asio::io_context& loop, Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + testing::longest_wait();
  loop.restart();
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    loop.run_one_for(std::chrono::milliseconds(20));
    if (loop.stopped()) loop.restart();
  }
  return true;
}

}  // namespace booth
