#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/runtime/loop_condition.hpp"

namespace booth {

/// The operator's program that switches the camera's supply off and on.
struct PowerCommand {
  std::vector<std::string> words;  ///< path of an executable, and its arguments; empty = none
  std::chrono::milliseconds deadline{20'000};  ///< it is killed when it takes longer
};

/// Runs it and waits until it has ended. How it ended is logged; the camera shows whether it
/// helped. No shell sees the words.
boost::asio::awaitable<void> run_power_command(PowerCommand command, LoopCondition& waiting);

}  // namespace booth
