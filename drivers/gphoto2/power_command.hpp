#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "daemon/runtime/loop_condition.hpp"

namespace booth {

/// Runs the operator's program that switches the camera's supply off and on, and waits until it has
/// ended, at most 20 seconds. How it ended is logged; the camera shows whether it helped.
///
/// @param program  path of an executable; it is not given to a shell
boost::asio::awaitable<void> run_power_command(std::string program, LoopCondition& waiting);

}  // namespace booth
