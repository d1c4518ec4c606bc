#pragma once

// Included by the command_line*.cpp only: the files that include CLI11.
#include <CLI/App.hpp>

#include "daemon/cli/command_line.hpp"

namespace booth::cli {

/// `printer setup`. @param group  `printer`
void add_printer_setup(Wish& wish, CLI::App& group);

/// `setup`. @param app  boothctl itself
void add_booth_setup(Wish& wish, CLI::App& app);

}  // namespace booth::cli
