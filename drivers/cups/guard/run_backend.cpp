#include "drivers/cups/guard/run_backend.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace booth::guard {
namespace {

sigset_t held_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGCHLD);
  return set;
}

[[noreturn]] void become(const BackendCommand& command, char* const* argv, int report_fd) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // When cupsd dies, stderr is a broken pipe. A backend in the middle of a sheet must not die of a
  // status message.
  std::signal(SIGPIPE, SIG_IGN);
  if (::dup2(command.input_fd, 0) == 0) ::execv(command.program.c_str(), argv);
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(report_fd, &reason, sizeof reason);
  ::_exit(127);
}

BackendEnd wait_for_end(pid_t child) {
  BackendEnd end;
  const auto signals = held_signals();
  for (;;) {
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) == child) {
      end.was_killed = WIFSIGNALED(status);
      end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
      return end;
    }
    if (sigwaitinfo(&signals, nullptr) != SIGTERM) continue;
    end.was_terminated = true;
    ::kill(child, SIGTERM);
  }
}

}  // namespace

void hold_back_termination() {
  const auto signals = held_signals();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool wait_for_termination(int milliseconds) {
  sigset_t terminate;
  sigemptyset(&terminate);
  sigaddset(&terminate, SIGTERM);
  const timespec patience{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
  return sigtimedwait(&terminate, nullptr, &patience) == SIGTERM;
}

Result<BackendEnd> run_backend(const BackendCommand& command) {
  ::setenv("DEVICE_URI", command.device_uri.c_str(), 1);
  auto words = command.words;
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0)
    return make_error(Errc::Io, std::string("pipe: ") + std::strerror(errno));
  const pid_t child = ::fork();
  if (child == 0) become(command, argv.data(), report[1]);
  ::close(report[1]);
  int reason = child < 0 ? errno : 0;
  if (child > 0) {
    // The pipe closes when exec succeeds; otherwise it says why not.
    while (::read(report[0], &reason, sizeof reason) < 0 && errno == EINTR) {
    }
  }
  ::close(report[0]);
  if (child > 0 && reason == 0) return wait_for_end(child);
  if (child > 0) ::waitpid(child, nullptr, 0);
  return make_error(Errc::NotFound, command.program + ": " + std::strerror(reason));
}

}  // namespace booth::guard
