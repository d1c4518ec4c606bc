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

}  // namespace booth::cli
