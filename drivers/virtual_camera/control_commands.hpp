#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "drivers/virtual_camera/ptp_engine.hpp"

namespace booth::virtual_camera {

/// What the camera hangs on, as far as the control socket can shake it.
struct Cable {
  std::function<void()> drop_client;  ///< cuts the present connection
  /// Commands that only this kind of cable has, by the value of "do".
  std::map<std::string, std::function<boost::json::object()>, std::less<>> more;
};

/// Carries out one line of the control socket: `{"do": "fault", "name": "out_of_focus", "times":
/// 2}`. CONTROL.md lists the commands.
///
/// @returns one line of JSON without line end; `{"ok": false, "error": "..."}` for a line that
/// makes no sense
std::string run_control_command(std::string_view line, PtpEngine& engine, const Cable& cable,
                                Moment now);

}  // namespace booth::virtual_camera
