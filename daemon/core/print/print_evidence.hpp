#pragma once

#include <optional>
#include <string>

#include "daemon/core/print/print_job.hpp"

namespace booth {

/// Where a job stands in the spooler.
enum class SpoolState {
  Incoming,  ///< created, but its document never came
  Held,      ///< waits for the spooler's next try, or for a person
  Pending,
  Processing,
  Stopped,
  Completed,  ///< the spooler's word only: a killed filter ends like this too
  Cancelled,
  Aborted,
};

/// What the guard in front of the real CUPS backend wrote down about one print.
enum class GuardRecord {
  NotGuarded,  ///< this queue has no guard
  AtWork,      ///< a backend is sending it to the printer now
  None,        ///< nothing went to the printer: never started, or the backend refused at the start
  Started,     ///< data may have gone to the printer; nobody is at work on it any more
  Done,        ///< the backend ended with success
};

/// Everything that is known about a print that is on its way. The job is looked up before the
/// guard's record: a job that has ended has its record complete.
struct PrintEvidence {
  PrintState row = PrintState::Queued;
  int attempts = 0;               ///< submissions so far
  std::optional<SpoolState> job;  ///< nullopt: the spooler knows no job of this name
  std::string job_message;        ///< the spooler's words
  GuardRecord guard = GuardRecord::NotGuarded;
  /// The job is stuck in the spooler: another printer could take the sheet, or the spooler forgot
  /// to try again.
  bool is_stuck = false;
  PrintProof best_proof = PrintProof::SpoolerOnly;  ///< what Completed is worth without a guard
};

}  // namespace booth
