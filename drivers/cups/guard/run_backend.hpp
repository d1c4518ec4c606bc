#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"

namespace booth::guard {

/// Lets SIGTERM wait until somebody asks for it (`wait_for_termination`, `run_backend`). Call once,
/// first of all.
void hold_back_termination();

/// @returns true as soon as SIGTERM has arrived, false when `milliseconds` have passed without
bool wait_for_termination(int milliseconds);

struct BackendCommand {
  std::string program;             ///< absolute path
  std::vector<std::string> words;  ///< argv; the first is the real device URI, as CUPS does it
  std::string device_uri;          ///< DEVICE_URI for the backend
  std::string print;               ///< the name of the job at an IPP printer
  int input_fd = 0;                ///< becomes its stdin
};

struct BackendEnd {
  int exit_code = 1;              ///< 0 to 7 of cups/backend.h; meaningless when killed
  bool was_killed = false;        ///< ended by a signal
  bool was_terminated = false;    ///< we were asked to stop, and passed that on
  bool has_sent_data = false;     ///< it said itself that the picture was on its way
  bool has_lost_job = false;      ///< it said itself that the printer has forgotten the job
  bool is_job_completed = false;  ///< it was told by an IPP printer that the job is completed
};

/// Runs the real backend to its end. SIGTERM is passed on to it, and what it says to us is passed
/// on to cupsd.
/// @returns NotFound when the program cannot be started: nothing has been printed then
Result<BackendEnd> run_backend(const BackendCommand& command);

}  // namespace booth::guard
