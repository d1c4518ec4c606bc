#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace booth::demo {

/// Makes us the parent of whatever our children leave behind, so that it can be found and ended.
void adopt_orphans();

/// Waits up to `patience` for our last children, kills those that stay. Call when everything has
/// been told to stop.
/// @returns the names of those that had to be killed
std::vector<std::string> end_left_over_processes(
    std::chrono::milliseconds patience = std::chrono::seconds(5));

}  // namespace booth::demo
