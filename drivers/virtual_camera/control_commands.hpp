#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "drivers/virtual_camera/ptp_engine.hpp"

namespace booth::virtual_camera {

/// Carries out one line of the control socket: `{"do": "fault", "name": "out_of_focus", "times":
/// 2}`. README.md lists the commands.
///
/// @param drop_client  cuts the present connection
/// @returns one line of JSON without line end; `{"ok": false, "error": "..."}` for a line that
/// makes no sense
std::string run_control_command(std::string_view line, PtpEngine& engine,
                                const std::function<void()>& drop_client, Moment now);

}  // namespace booth::virtual_camera
