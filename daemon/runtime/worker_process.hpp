#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth {

/// A child program that may be killed at any instant, because everything it knows can be had again.
struct WorkerCommand {
  std::string program;  ///< path; not searched for
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  ///< the whole environment, "NAME=value"
};

/// One running child with a packet socket to it. Dropping it kills the child. Never reused: start a
/// new one.
///
/// The child finds its end of the socket at descriptor 3 and the passed descriptors at 4, 5 ...;
/// everything above is closed, stdin is empty, stderr is ours. It is in a process group of its own,
/// so that Ctrl-C in a terminal reaches only the daemon, which then stops it in order.
///
/// @thread  start it from a thread that lives as long as the daemon: a child that asks for a
/// parent-death signal gets
///          it when the *thread* that started it ends
class WorkerProcess {
 public:
  static constexpr int kSocketInChild = 3;

  /// @param passed  descriptors the child gets too; they stay the caller's
  /// @returns Io when the program cannot be started
  static Result<WorkerProcess> start(const WorkerCommand& command,
                                     const std::vector<int>& passed = {});

  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&& other) noexcept;
  ~WorkerProcess();

  pid_t pid() const { return pid_; }
  int socket() const { return socket_.get(); }

  void kill() noexcept;

  /// Says how the child ended, once it has: "ended with code 3", "was ended by signal 9 (Killed)".
  std::optional<std::string> try_reap() noexcept;

 private:
  WorkerProcess(pid_t pid, UniqueFd socket, UniqueFd pidfd);
  void end() noexcept;

  pid_t pid_ = -1;  ///< -1 once reaped
  UniqueFd socket_;
  UniqueFd pidfd_;
};

}  // namespace booth
