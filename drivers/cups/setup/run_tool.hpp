#pragma once

#include <string>
#include <vector>

#include "daemon/core/result.hpp"

namespace booth::setup {

/// Runs a program of this machine to its end, in English, with nothing on its stdin. Blocks.
///
/// @param server  CUPS_SERVER for it; empty = what CUPS itself finds
/// @returns       what it wrote; Internal with its words when it ends with anything but 0, NotFound
///                when it is not installed
Result<std::string> run_tool(const std::vector<std::string>& words, const std::string& server);

}  // namespace booth::setup
