#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "daemon/core/result.hpp"

namespace booth::demo {

/// Takes Ctrl-C, SIGTERM and SIGHUP as "clean up and end"; without it they would leave folders
/// behind.
void listen_for_interruption();
bool is_interrupted();

/// Waits until `condition` is true, asking every 25 ms.
/// @param what  for the sentence: "the sheet was not ready within 60 s"
/// @returns Cancelled after Ctrl-C, TimedOut when `patience` is used up
Result<void> wait_for(const std::string& what, const std::function<bool()>& condition,
                      std::chrono::milliseconds patience);

/// Waits for Ctrl-C, however long it takes.
void wait_for_interruption();

}  // namespace booth::demo
