#include "daemon/core/print/print_reconcile.hpp"

namespace booth {
namespace {

std::string with_words(std::string sentence, const std::string& words) {
  if (!words.empty()) sentence += " (" + words + ")";
  return sentence;
}

/// The job has ended, and no data went to the printer.
PrintStep after_end_without_data(const PrintEvidence& evidence, int max_attempts) {
  if (evidence.attempts < max_attempts) return QueueAgain{};
  return HoldPrint{with_words("not printed: " + std::to_string(evidence.attempts) +
                                  " attempts ended without reaching the printer",
                              evidence.job_message)};
}

/// The guard knows that nothing has reached the printer.
PrintStep without_data(const PrintEvidence& evidence, const ReconcileLimits& limits) {
  if (!evidence.job) return QueueAgain{};
  switch (*evidence.job) {
    case SpoolState::Incoming:
      return RecallJob{};
    case SpoolState::Held:
    case SpoolState::Pending:
    case SpoolState::Stopped:
      if (evidence.is_stuck) return RecallJob{};
      return WaitForPrinter{PrintState::Spooled};
    case SpoolState::Processing:
      return WaitForPrinter{PrintState::Spooled};
    case SpoolState::Completed:
    case SpoolState::Aborted:
      return after_end_without_data(evidence, limits.max_attempts);
    case SpoolState::Cancelled:
      break;
  }
  // We write Submitting before we recall a job of ours. Any other cancellation is somebody else's,
  // or the driver's answer to a wrong medium: trying again would not help.
  if (evidence.row == PrintState::Submitting)
    return after_end_without_data(evidence, limits.max_recalls);
  return HoldPrint{with_words("not printed: the spooler cancelled it", evidence.job_message)};
}

/// The spooler says that it is done: what does the printer say?
PrintStep after_completion(const PrintEvidence& evidence) {
  switch (evidence.at_printer) {
    case AtPrinter::NotAsked:
      return MarkPrinted{PrintProof::SpoolerOnly};
    case AtPrinter::Silent:
    case AtPrinter::AtWork:
      return WaitForPrinter{PrintState::Sending};
    case AtPrinter::Completed:
      return MarkPrinted{PrintProof::IppJob};
    case AtPrinter::Forgotten:
      return DoubtPrint{
          "the printer knows nothing of it any more, as after a power cut: look whether the sheet "
          "came out"};
    case AtPrinter::GivenUp:
      break;
  }
  return DoubtPrint{
      with_words("the printer gave it up: look whether the sheet came out", evidence.job_message)};
}

PrintStep without_guard(const PrintEvidence& evidence) {
  if (!evidence.job)
    return DoubtPrint{
        "the spooler has lost the job, and this printer has no guard: look whether the sheet came "
        "out"};
  switch (*evidence.job) {
    case SpoolState::Incoming:
      return RecallJob{};
    case SpoolState::Held:
    case SpoolState::Pending:
      return WaitForPrinter{PrintState::Spooled};
    case SpoolState::Processing:
    case SpoolState::Stopped:
      return WaitForPrinter{PrintState::Sending};
    case SpoolState::Completed:
      return after_completion(evidence);
    case SpoolState::Cancelled:
    case SpoolState::Aborted:
      break;
  }
  return DoubtPrint{with_words("the spooler gave the job up: look whether the sheet came out",
                               evidence.job_message)};
}

}  // namespace

PrintStep reconcile(const PrintEvidence& evidence, const ReconcileLimits& limits) {
  switch (evidence.guard) {
    case GuardRecord::Done:
      return MarkPrinted{PrintProof::GuardJournal};
    case GuardRecord::Counted:
      return MarkPrinted{PrintProof::PrinterCounter};
    case GuardRecord::NotCounted:
      return DoubtPrint{
          "the driver says that it printed, but the printer's own counter stood still: look "
          "whether "
          "the sheet came out"};
    case GuardRecord::AtWork:
      return WaitForPrinter{PrintState::Sending};
    // Also when the spooler wants to run the job once more: the guard lets nothing through twice.
    case GuardRecord::Started:
      return DoubtPrint{with_words("printing was interrupted: look whether the sheet came out",
                                   evidence.job_message)};
    case GuardRecord::None:
      return without_data(evidence, limits);
    case GuardRecord::NotGuarded:
      break;
  }
  return without_guard(evidence);
}

}  // namespace booth
