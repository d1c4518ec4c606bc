// booth-guard: stands between cupsd and the real backend, so that one print becomes one sheet at
// most.
//
// cupsd starts it as ServerBin/backend/booth-guard for queues with a URI like
// booth-guard:/gutenprint53+usb://dnp-ds620/ANY. Whatever happens to cupsd, to the filters, to the
// backend or to the power: a print whose data may have reached the printer is never sent again by
// itself. Exit codes are those of cups/backend.h.

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

#include "daemon/core/ids.hpp"
#include "drivers/cups/guard/device_uri.hpp"
#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/cups/guard/journal_order.hpp"
#include "drivers/cups/guard/run_backend.hpp"
#include "drivers/cups/guard/sheet_counter.hpp"
#include "drivers/cups/guard/spooled_input.hpp"

namespace booth::guard {
namespace {

// cups/backend.h; repeated so that this program needs no library.
constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kHold = 3;
constexpr int kStop = 4;
constexpr int kRetry = 6;

// cupsd keeps 500 jobs and can only run one of these again. At most twice as many records are
// there.
constexpr std::size_t kRecordsToKeep = 5'000;

/// cupsd shows the newest of these lines as printer-state-message and job-printer-state-message.
int end_with(int exit_code, const std::string& level, const std::string& sentence) {
  std::cerr << level << ": " << sentence << std::endl;
  return exit_code;
}

std::string text_from_environment(const char* name, const char* otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr && *text != '\0' ? text : otherwise;
}

struct Task {
  GuardedDevice device;
  std::string spool_job;
  std::string print;  ///< empty for jobs that are not ours: test pages, printer commands
  std::vector<std::string> words;
  std::string file;  ///< empty = stdin
};

Task task_from(int argc, char** argv, GuardedDevice device) {
  Task task{.device = std::move(device), .spool_job = argv[1]};
  if (is_uuid(argv[3])) task.print = argv[3];
  task.words.push_back(task.device.uri);
  for (int i = 1; i < argc; ++i) task.words.emplace_back(argv[i]);
  if (argc == 7) task.file = argv[6];
  // A backend that is given a file may send it again by itself: CUPS's ipp backend does so when the
  // printer's answer is lost.
  if (!task.print.empty() && argc == 7) task.words.pop_back();
  return task;
}

std::string note_for(const Task& task, const std::string& how) {
  char when[32];
  const auto now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return std::string(when) + " spool_job=" + task.spool_job + " " + how;
}

/// Backends that end with these codes say that they have sent nothing to the printer (paper end at
/// the start, wrong medium, printer absent), unless they have said the opposite before. 1 may be an
/// error in the middle of the sheet.
bool says_not_printed(const BackendEnd& end) {
  return !end.was_killed && !end.has_sent_data && end.exit_code >= 2 && end.exit_code <= 7;
}

void keep_copy(const Task& task, const SpooledInput& input) {
  const auto folder = text_from_environment("BOOTH_GUARD_KEEP", "");
  if (folder.empty()) return;
  const auto name = (task.print.empty() ? "job-" + task.spool_job : task.print) + ".prn";
  const auto kept = input.keep_as(std::filesystem::path(folder) / name);
  if (!kept) std::cerr << "WARNING: " << kept.error().context << std::endl;
}

BackendCommand command_for(const Task& task, const SpooledInput& input) {
  const auto server_bin = text_from_environment("CUPS_SERVERBIN", "/usr/lib/cups");
  return {.program = server_bin + "/backend/" + task.device.backend,
          .words = task.words,
          .device_uri = task.device.uri,
          .print = task.print,
          .input_fd = task.print.empty() && !task.file.empty() ? 0 : input.fd()};
}

int record_success(const Task& task, Journal& journal, const SpooledInput& input, Entry entry) {
  keep_copy(task, input);
  const auto written = journal.write(task.print, entry, note_for(task, "exit=0"));
  if (!written) return end_with(kHold, "ERROR", written.error().context);
  return kOk;
}

/// Why nobody can say whether a sheet came out, by what the driver did; nullptr when it succeeded.
const char* doubt_about(const Task& task, const BackendEnd& end) {
  // Paper or ribbon ended below the print head. Many printers finish the sheet themselves once they
  // are refilled: sent again, it would come out twice.
  if (!end.was_killed && end.has_sent_data && end.exit_code != kOk)
    return "The printer stopped in the middle of a sheet and may finish it by itself";
  if (end.was_killed || end.exit_code != kOk)
    return "The printer driver failed in the middle of a sheet";
  if (end.has_lost_job) return "The printer was switched off in the middle of a sheet";
  // A backend that was told to stop may end with success without having printed.
  if (end.was_terminated) return "Printing was stopped in the middle of a sheet";
  if (speaks_ipp(task.device) && !end.is_job_completed)
    return "The printer has not confirmed this sheet";
  return nullptr;
}

int record_end(const Task& task, Journal& journal, const BackendEnd& end, const SpooledInput& input,
               SheetCounter& counter) {
  if (says_not_printed(end)) {
    const auto written = journal.write(task.print, Entry::Refused,
                                       note_for(task, "exit=" + std::to_string(end.exit_code)));
    if (!written) return end_with(kHold, "ERROR", written.error().context);
    return end.exit_code;
  }
  const auto* const doubt = doubt_about(task, end);
  const auto verdict = counter.look(doubt == nullptr);
  // Whatever the driver says, the printer has counted it.
  if (verdict == SheetCounter::Verdict::CameOut)
    return record_success(task, journal, input, Entry::Counted);
  if (doubt != nullptr)
    return end_with(kHold, "ERROR", std::string(doubt) + ": look whether it came out");
  if (verdict == SheetCounter::Verdict::CannotTell)
    return record_success(task, journal, input, Entry::Done);
  const auto written = journal.write(task.print, Entry::NotCounted,
                                     note_for(task, "exit=0, the counter stood still"));
  if (!written) return end_with(kHold, "ERROR", written.error().context);
  return end_with(kHold, "ERROR",
                  "The printer has not counted this sheet: look whether it came out");
}

/// @returns an exit code when there is nothing (more) to print
std::optional<int> settled_by(const Task& task, const Journal& journal) {
  const auto entry = journal.read_claimed(task.print);
  if (!entry) return end_with(kStop, "ERROR", entry.error().context);
  if (*entry == Entry::Done || *entry == Entry::Counted)
    return end_with(kOk, "INFO", "This sheet has been printed already");
  if (*entry == Entry::Started || *entry == Entry::NotCounted)
    return end_with(kHold, "ERROR",
                    "This sheet may have been printed already: look whether it came out");
  return std::nullopt;
}

int run_guarded(const Task& task, Journal& journal, const SpooledInput& input) {
  if (const auto settled = settled_by(task, journal)) return *settled;
  if (input.check() == Completeness::Truncated)
    return end_with(kRetry, "ERROR",
                    "The printer data ended early: a filter died. Nothing was sent");
  JournalOrder order(journal.folder());
  const auto listed = order.add(task.print);
  if (!listed) return end_with(kStop, "ERROR", listed.error().context);
  const auto command = command_for(task, input);
  SheetCounter counter(command, journal);
  const auto started = journal.write(task.print, Entry::Started, note_for(task, task.device.uri));
  if (!started) return end_with(kStop, "ERROR", started.error().context);

  const auto end = run_backend(command);
  if (end) {
    const int exit_code = record_end(task, journal, *end, input, counter);
    const auto forgotten = order.forget_old(kRecordsToKeep);
    if (!forgotten) std::cerr << "WARNING: " << forgotten.error().context << std::endl;
    return exit_code;
  }
  const auto refused = journal.write(task.print, Entry::Refused, note_for(task, "not started"));
  if (!refused) std::cerr << "WARNING: " << refused.error().context << std::endl;
  return end_with(kStop, "ERROR", "The printer driver cannot be started: " + end.error().context);
}

int run_unguarded(const Task& task, const SpooledInput& input) {
  const auto end = run_backend(command_for(task, input));
  if (!end)
    return end_with(kStop, "ERROR", "The printer driver cannot be started: " + end.error().context);
  return end->was_killed ? kFailed : end->exit_code;
}

int print(const Task& task, Journal& journal) {
  const auto input =
      task.file.empty() ? SpooledInput::read_all(0) : SpooledInput::open_file(task.file);
  if (!input) return end_with(kRetry, "ERROR", input.error().context);
  if (wait_for_termination(0)) return kRetry;

  // The backend inherits both locks: when we are killed, nobody takes the device or the record
  // before it has ended too.
  const auto is_stopped = [] { return wait_for_termination(0); };
  const auto device = journal.claim_device(task.device.uri, is_stopped);
  if (!device)
    return end_with(device.error().code == Errc::Busy ? kRetry : kStop, "ERROR",
                    device.error().context);
  if (task.print.empty()) return run_unguarded(task, *input);
  const auto record = journal.claim(task.print, is_stopped);
  if (!record)
    return end_with(record.error().code == Errc::Busy ? kRetry : kStop, "ERROR",
                    record.error().context);
  return run_guarded(task, journal, *input);
}

int run(int argc, char** argv) {
  if (argc == 1) return kOk;  // cupsd asks for devices: we have none of our own
  if (argc < 6 || argc > 7)
    return end_with(kFailed, "ERROR", "Usage: booth-guard job user title copies options [file]");
  hold_back_termination();

  auto device = unwrap(text_from_environment("DEVICE_URI", argv[0]));
  if (!device) return end_with(kStop, "ERROR", device.error().context);
  Journal journal(text_from_environment("BOOTH_GUARD_JOURNAL", "/var/lib/booth-guard"));
  return print(task_from(argc, argv, std::move(*device)), journal);
}

}  // namespace
}  // namespace booth::guard

int main(int argc, char** argv) {
  return booth::guard::run(argc, argv);
}
