#pragma once

#include <CLI/CLI.hpp>

#include "daemon/cli/command_node.hpp"

namespace booth::cli {

/// The commands as plain values, for completion and the manual.
CommandNode plain(const CLI::App& app);

}  // namespace booth::cli
