#pragma once

#include <vector>

#include "drivers/demo/demo_booth.hpp"
#include "drivers/demo/guest_session.hpp"
#include "drivers/demo/screen.hpp"

namespace booth::demo {

/// The table at the end: times, sheet, print, objects in the cloud, and what is true. @returns true
/// when all of it is
bool report(const DemoBooth& booth, const DemoOptions& options, const GuestSession& session,
            const std::vector<Step>& steps, Screen& screen);

/// Copies sheet, printer bytes and logs to the output folder, whatever there is of them.
void keep_results(const DemoBooth& booth, const DemoOptions& options,
                  const boost::json::object& session);

/// For --keep: what one can type now.
void show_commands(const DemoBooth& booth, const boost::json::object& session, Screen& screen);

}  // namespace booth::demo
