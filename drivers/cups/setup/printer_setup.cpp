#include "drivers/cups/setup/printer_setup.hpp"

#include <cerrno>
#include <chrono>
#include <thread>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/cups/setup/cups_directives.hpp"
#include "drivers/cups/setup/machine_printers.hpp"
#include "drivers/cups/setup/run_tool.hpp"
#include "daemon/runtime/replace_file.hpp"

namespace booth::setup {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kCupsdPatience{60};
constexpr std::chrono::milliseconds kCupsdPoll{100};

/// The guard runs as cupsd's user for drivers, who must be able to write here; everybody may read.
Result<void> make_journal(const fs::path& folder, const std::string& user) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    errno = failure.value();
    return file_error(folder);
  }
  if (::chmod(folder.c_str(), 0755) != 0) return file_error(folder);
  if (::geteuid() != 0) return {};
  const auto* const account = ::getpwnam(user.c_str());
  if (account == nullptr)
    return make_error(Errc::NotFound, "cups-files.conf names a user that is not there: " + user);
  if (::chown(folder.c_str(), account->pw_uid, account->pw_gid) != 0) return file_error(folder);
  return {};
}

Result<void> change_file(const FileChange& change, const std::string& driver_user) {
  switch (change.kind) {
    case FileChange::Kind::Folder:
      return make_journal(change.path, driver_user);
    case FileChange::Kind::Removal:
      if (::unlink(change.path.c_str()) != 0 && errno != ENOENT) return file_error(change.path);
      return {};
    case FileChange::Kind::Text:
    case FileChange::Kind::Program:
      break;
  }
  const bool is_program = change.kind == FileChange::Kind::Program;
  const auto mode =
      is_program ? std::optional<mode_t>(static_cast<mode_t>(kGuardMode)) : std::nullopt;
  return replace_file(change.path, change.content, mode);
}

Result<void> run(const std::vector<std::string>& words, const SetupOptions& options) {
  const auto said = run_tool(words, options.server);
  if (!said) return said.error();
  return {};
}

Result<void> change_queue(const QueueChange& change, const SetupOptions& options) {
  const auto& queue = change.queue;
  if (change.kind == QueueChange::Kind::Remove) return run({"lpadmin", "-x", queue}, options);
  if (change.kind == QueueChange::Kind::Make) {
    const bool is_driverless = change.profile == "driverless";
    // For a driverless queue lpadmin asks the printer itself, which is not behind the guard then.
    const auto device = is_driverless ? bare(change.device) : change.device;
    const auto driver =
        is_driverless ? "everywhere" : "gutenprint.5.3://" + change.profile + "/simple";
    auto made = run({"lpadmin", "-p", queue, "-E", "-v", device, "-m", driver}, options);
    if (!made) return made;
  }
  return run({"lpadmin", "-p", queue, "-v", change.device, "-o", "printer-error-policy=retry-job",
              "-o", "printer-is-shared=false"},
             options);
}

Result<void> change_queues(const SetupPlan& plan, const SetupOptions& options) {
  for (const auto& queue : plan.queues)
    if (auto changed = change_queue(queue, options); !changed) return changed;
  return {};
}

/// A restart in the middle of a sheet would leave a person to look whether it came out.
Result<void> need_idle(const SetupOptions& options) {
  const auto printers = run_tool({"lpstat", "-p"}, options.server);
  if (printers && printers->find("now printing") != std::string::npos)
    return make_error(Errc::Conflict, "a sheet is being printed: wait until it is out");
  return {};
}

Result<void> restart_cupsd(const SetupOptions& options) {
  if (auto restarted = run(options.restart, options); !restarted) return restarted;
  const auto deadline = std::chrono::steady_clock::now() + kCupsdPatience;
  for (;;) {
    const auto said = run_tool({"lpstat", "-r"}, options.server);
    if (said && said->find("is running") != std::string::npos) return {};
    if (std::chrono::steady_clock::now() > deadline)
      return make_error(Errc::TimedOut,
                        "cupsd does not answer after its restart: look at `journalctl -u cups`");
    std::this_thread::sleep_for(kCupsdPoll);
  }
}

}  // namespace

Result<void> carry_out(const SetupOptions& options, const SetupPlan& plan) {
  if (plan.needs_restart)
    if (auto idle = need_idle(options); !idle) return idle;
  if (plan.is_undo)
    if (auto changed = change_queues(plan, options); !changed) return changed;

  const auto named = value_in_force(text_of(SetupPaths(options.root).cups_files_conf), "User");
  const std::string driver_user = named.empty() ? "lp" : named;
  for (const auto& file : plan.files)
    if (auto changed = change_file(file, driver_user); !changed) return changed;
  if (plan.needs_restart)
    if (auto restarted = restart_cupsd(options); !restarted) return restarted;
  if (!plan.is_undo) return change_queues(plan, options);
  return {};
}

}  // namespace booth::setup
