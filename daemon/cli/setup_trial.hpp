#pragma once

#include "daemon/cli/commands.hpp"
#include "daemon/cli/setup_answers.hpp"
#include "daemon/cli/setup_step.hpp"

namespace booth::cli {

/// Lets systemd start the booth at every boot, and now; after a change it is started again. A
/// machine without systemd gets a sentence. Blocks until the booth answers, or does not.
SetupStep start_service(Shell& shell, const SetupPlace& place, bool is_changed);

/// Does the running booth have its camera? Waits for it a little. Without a running booth: is one
/// plugged in?
SetupStep try_camera(Shell& shell, const SetupPlace& place, bool is_running);

/// Stores a small object at every place of the configuration, proves it, and deletes it again.
SetupSteps try_cloud(Shell& shell, bool is_running);

/// A session from photos to paper, without guests; without a camera the newest sheet once more.
SetupStep print_test_sheet(Shell& shell, bool is_running);

}  // namespace booth::cli
