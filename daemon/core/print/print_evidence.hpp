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
  Counted,     ///< as Done, and the printer's own counter went up by this sheet
  NotCounted,  ///< as Done, but the printer's own counter stood still
};

/// What a printer that keeps jobs itself (IPP) says about one of them.
enum class AtPrinter {
  NotAsked,   ///< it keeps no jobs that we could ask for
  Silent,     ///< it does not answer at the moment
  Forgotten,  ///< it knows no such job: it never came, or the printer was switched off since
  AtWork,
  Completed,
  GivenUp,  ///< aborted or cancelled at the printer
};

/// Everything that is known about a print that is on its way. The job is looked up before the
/// guard's record: a job that has ended has its record complete.
struct PrintEvidence {
  PrintState row = PrintState::Queued;
  int attempts = 0;                            ///< submissions so far
  std::optional<SpoolState> job;               ///< nullopt: the spooler knows no job of this name
  std::string job_message;                     ///< the spooler's words
  AtPrinter at_printer = AtPrinter::NotAsked;  ///< only asked once the spooler's job has ended
  GuardRecord guard = GuardRecord::NotGuarded;
  /// The job is stuck in the spooler: another printer could take the sheet, or the spooler forgot
  /// to try again.
  bool is_stuck = false;
};

}  // namespace booth
