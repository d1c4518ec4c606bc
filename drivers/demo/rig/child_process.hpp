#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "daemon/core/result.hpp"

namespace booth::demo {

struct ChildCommand {
  std::vector<std::string>
      words;  ///< program (a path, or a name looked up in PATH) and its arguments
  std::map<std::string, std::string> environment;  ///< added to ours; same names are replaced
  std::filesystem::path log;     ///< stdout and stderr are appended here; empty = /dev/null
  std::filesystem::path folder;  ///< working folder; empty = ours
};

/// A program that we started and that we end: by its pid, in the destructor at the latest.
///
/// It runs in a process group of its own, so that Ctrl-C reaches us alone and we can end things in
/// order, and the kernel kills it when the thread that started it ends (start children from a
/// thread that lives long enough). Its stdin is /dev/null and it inherits no other file descriptor.
/// @thread  the thread that started it
class ChildProcess {
 public:
  /// @returns NotFound when there is no such program; Io when it could not be started
  static Result<ChildProcess> start(const ChildCommand& command);

  ~ChildProcess() { stop(); }
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;

  /// Process id, also of one that has ended; 0 after being moved from.
  pid_t pid() const { return pid_; }
  bool is_running();

  /// Waits until `is_ready` answers true.
  /// @returns Internal when the program ended meanwhile, TimedOut when `patience` is used up; both
  /// quote its log
  Result<void> wait_until_ready(const std::function<bool()>& is_ready,
                                std::chrono::milliseconds patience);

  /// @returns the exit status, 128 + signal number for a killed program; TimedOut when it still
  /// runs
  Result<int> wait_for_end(std::chrono::milliseconds patience);

  /// Sends one signal; nothing happens when it has ended already.
  void send_signal(int number);

  /// SIGTERM, and SIGKILL for the whole process group after `patience`. Returns when it is gone.
  void stop(std::chrono::milliseconds patience = std::chrono::seconds(5));

  /// SIGKILL at once: a crash, for tests. Returns when it is gone.
  void kill_now();

  /// Last lines of its log, to be shown to a person.
  std::string log_end(std::size_t lines = 12) const;

 private:
  ChildProcess(pid_t pid, std::string name, std::filesystem::path log);
  std::string with_log(std::string sentence) const;

  pid_t pid_ = 0;
  std::optional<int>
      exit_status_;  ///< set once it has been reaped: the pid may be somebody else's from then on
  std::string name_;
  std::filesystem::path log_;
};

}  // namespace booth::demo
