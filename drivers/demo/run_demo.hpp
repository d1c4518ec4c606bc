#pragma once

#include "drivers/demo/demo_options.hpp"
#include "drivers/demo/screen.hpp"

namespace booth::demo {

/// Builds the booth, runs the session, checks what came out, shows all of it; everything is stopped
/// when it returns.
/// @returns true when each check is true
bool run_demo(const DemoOptions& options, Screen& screen);

}  // namespace booth::demo
