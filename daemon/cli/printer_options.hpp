#pragma once

#include "daemon/cli/commands.hpp"
#include "drivers/cups/setup/plan_setup.hpp"

namespace booth::cli {

/// What the command line says about printers and cupsd, for the two commands that set them up.
setup::SetupOptions printer_options(const Arguments& arguments);

}  // namespace booth::cli
