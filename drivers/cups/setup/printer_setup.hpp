#pragma once

#include "drivers/cups/setup/plan_setup.hpp"

namespace booth::setup {

/// Makes the machine as the plan says, each file whole and on the disk before the next step.
/// Stopped in the middle (power cut), a new plan holds what is left. Blocks.
///
/// @returns Conflict while a sheet is printed: a restart of cupsd would interrupt it
Result<void> carry_out(const SetupOptions& options, const SetupPlan& plan);

}  // namespace booth::setup
