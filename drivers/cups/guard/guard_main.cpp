// booth-guard: stands between cupsd and the real backend, so that one print becomes one sheet at
// most.
//
// cupsd starts it as ServerBin/backend/booth-guard for queues with a URI like
// booth-guard:/gutenprint53+usb://dnp-ds620/ANY. Whatever happens to cupsd, to the filters, to the
// backend or to the power: a print whose data may have reached the printer is never sent again by
// itself. Exit codes are those of cups/backend.h.

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/core/ids.hpp"
#include "drivers/cups/guard/device_uri.hpp"
#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/cups/guard/run_backend.hpp"
#include "drivers/cups/guard/spooled_input.hpp"

namespace booth::guard {
namespace {

// cups/backend.h; repeated so that this program needs no library.
constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kHold = 3;
constexpr int kStop = 4;
constexpr int kRetry = 6;

constexpr int kLockPollMs = 100;
constexpr int kLockPatienceMs =
    10 * 60 * 1000;  // longer than the slowest sheet, cooling pauses included

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

/// @returns the locked file, -1 when SIGTERM came or patience ran out first
int lock_device(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return -1;
  for (int waited = 0; ::flock(fd, LOCK_EX | LOCK_NB) != 0; waited += kLockPollMs) {
    if (waited == 0) std::cerr << "INFO: Waiting for an earlier sheet on this printer" << std::endl;
    if (waited >= kLockPatienceMs || wait_for_termination(kLockPollMs)) return -1;
  }
  // The backend inherits the lock: when we are killed, the device stays locked until the backend
  // has ended too.
  ::fcntl(fd, F_SETFD, 0);
  return fd;
}

/// Backends that end with these codes say that they have sent nothing to the printer (paper end at
/// the start, wrong medium, printer absent). 1 may be an error in the middle of the sheet.
bool says_not_printed(const BackendEnd& end) {
  return !end.was_killed && end.exit_code >= 2 && end.exit_code <= 7;
}

void keep_copy(const Task& task, const SpooledInput& input) {
  const auto folder = text_from_environment("BOOTH_GUARD_KEEP", "");
  if (folder.empty()) return;
  const auto name = (task.print.empty() ? "job-" + task.spool_job : task.print) + ".prn";
  const auto kept = input.keep_as(std::filesystem::path(folder) / name);
  if (!kept) std::cerr << "WARNING: " << kept.error().context << std::endl;
}

int record_end(const Task& task, Journal& journal, const BackendEnd& end,
               const SpooledInput& input) {
  if (says_not_printed(end)) {
    const auto written = journal.write(task.print, Entry::Refused,
                                       note_for(task, "exit=" + std::to_string(end.exit_code)));
    if (!written) return end_with(kHold, "ERROR", written.error().context);
    return end.exit_code;
  }
  if (end.was_killed || end.exit_code != kOk)
    return end_with(kHold, "ERROR",
                    "The printer driver failed in the middle of a sheet: look whether it came out");
  // A backend that was told to stop may end with success without having printed.
  if (end.was_terminated)
    return end_with(kHold, "ERROR",
                    "Printing was stopped in the middle of a sheet: look whether it came out");

  keep_copy(task, input);
  const auto written = journal.write(task.print, Entry::Done, note_for(task, "exit=0"));
  if (!written) return end_with(kHold, "ERROR", written.error().context);
  return kOk;
}

/// @returns an exit code when there is nothing (more) to print
std::optional<int> settled_by(const Task& task, const Journal& journal) {
  const auto entry = journal.read(task.print);
  if (!entry) return end_with(kStop, "ERROR", entry.error().context);
  if (*entry == Entry::Done) return end_with(kOk, "INFO", "This sheet has been printed already");
  if (*entry == Entry::Started)
    return end_with(kHold, "ERROR",
                    "This sheet may have been printed already: look whether it came out");
  return std::nullopt;
}

int print(const Task& task, Journal& journal) {
  const auto input =
      task.file.empty() ? SpooledInput::read_all(0) : SpooledInput::open_file(task.file);
  if (!input) return end_with(kRetry, "ERROR", input.error().context);
  if (wait_for_termination(0)) return kRetry;

  const int lock = lock_device(journal.lock_file(task.device.uri));
  if (lock < 0)
    return end_with(
        kRetry, "INFO",
        "The printer is in use, or its lock cannot be opened in " + journal.folder().string());

  if (!task.print.empty()) {
    if (const auto settled = settled_by(task, journal)) return *settled;
    if (input->check() == Completeness::Truncated)
      return end_with(kRetry, "ERROR",
                      "The printer data ended early: a filter died. Nothing was sent");
    const auto written = journal.write(task.print, Entry::Started, note_for(task, task.device.uri));
    if (!written) return end_with(kStop, "ERROR", written.error().context);
  }

  const auto server_bin = text_from_environment("CUPS_SERVERBIN", "/usr/lib/cups");
  const BackendCommand command{.program = server_bin + "/backend/" + task.device.backend,
                               .words = task.words,
                               .device_uri = task.device.uri,
                               .input_fd = task.file.empty() ? input->fd() : 0};
  const auto end = run_backend(command);
  if (!end) {
    if (!task.print.empty())
      (void)journal.write(task.print, Entry::Refused, note_for(task, "not started"));
    return end_with(kStop, "ERROR", "The printer driver cannot be started: " + end.error().context);
  }
  if (!task.print.empty()) return record_end(task, journal, *end, *input);
  return end->was_killed ? kFailed : end->exit_code;
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
