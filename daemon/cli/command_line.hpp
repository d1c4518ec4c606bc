#pragma once

#include <optional>

#include "daemon/cli/commands.hpp"

namespace booth::cli {

/// What the user wants, or the exit code when that was help, the version or a mistake (already
/// told).
struct Wish {
  ExitCode (*command)(Shell& shell) = nullptr;
  Arguments arguments;
  CommandNode tree;   ///< for completion and the manual only
  int exit_code = 0;  ///< when there is no command
};

Wish read_command_line(int argc, char** argv);

}  // namespace booth::cli
