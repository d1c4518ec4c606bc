#pragma once

#include <chrono>
#include <thread>

namespace booth::demo {

/// Asks `condition` again and again, every 10 ms, until it is true or `patience` is used up.
///
/// @returns  what the condition said last: false means that the time ran out
/// @thread   any; blocks
template <class Condition>
bool wait_until(const Condition& condition, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) return condition();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace booth::demo
