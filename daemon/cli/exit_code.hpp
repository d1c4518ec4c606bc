#pragma once

#include "daemon/core/error.hpp"

namespace booth::cli {

/// What scripts may rely on; `boothctl --help` lists the same numbers. Never renumber.
enum class ExitCode {
  Ok = 0,
  Failed = 1,        ///< the booth tried and could not: camera, printer, disk, a bug
  Usage = 2,         ///< the command line or a value in it is wrong
  NotReachable = 3,  ///< no boothd answers on the socket
  NotFound = 4,      ///< no such session, print, upload, template, setting
  Conflict = 5,      ///< not at this moment: a session runs, nothing to decide, busy
  NotAllowed = 6,    ///< this user's role may not do it
};

ExitCode exit_code_for(Errc code);

/// For the foot of the help.
inline constexpr const char* kExitCodesInWords =
    "Exit codes: 0 done, 1 the booth tried and failed, 2 wrong command line, 3 no booth answers,\n"
    "            4 no such thing, 5 not at this moment, 6 not allowed.\n"
    "Every command takes --json for scripts. `boothctl COMMAND --help` shows examples.";

}  // namespace booth::cli
