#include "drivers/cups/guard/run_backend.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/runtime/unique_fd.hpp"
#include "drivers/cups/guard/backend_words.hpp"

namespace booth::guard {
namespace {

sigset_t held_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGCHLD);
  return set;
}

struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return make_error(Errc::Io, std::string("pipe: ") + std::strerror(errno));
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

[[noreturn]] void become(const BackendCommand& command, char* const* argv, int words_fd,
                         int report_fd) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // When cupsd or we die, stderr is a broken pipe. A backend in the middle of a sheet must not die
  // of a status message.
  std::signal(SIGPIPE, SIG_IGN);
  if (::dup2(command.input_fd, 0) == 0 && ::dup2(words_fd, 2) == 2)
    ::execv(command.program.c_str(), argv);
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(report_fd, &reason, sizeof reason);
  ::_exit(127);
}

bool has_ended(pid_t child, BackendEnd& end) {
  int status = 0;
  if (::waitpid(child, &status, WNOHANG) != child) return false;
  end.was_killed = WIFSIGNALED(status);
  end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  return true;
}

BackendEnd wait_for_end(pid_t child, std::string_view print, int words_fd) {
  BackendEnd end;
  BackendWords words(print, words_fd, 2);
  const auto signals = held_signals();
  const UniqueFd signal_fd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  for (;;) {
    const bool is_over = has_ended(child, end);
    words.pass_on();  // also the last ones; what holds the pipe open after the backend is not heard
    if (is_over) break;
    pollfd watched[] = {{signal_fd.get(), POLLIN, 0}, {words.fd(), POLLIN, 0}};
    // Bounded: without a signalfd (no more file numbers) we would not hear of its end.
    ::poll(watched, 2, signal_fd ? -1 : 100);
    signalfd_siginfo heard{};
    while (::read(signal_fd.get(), &heard, sizeof heard) == sizeof heard) {
      if (heard.ssi_signo != SIGTERM) continue;
      end.was_terminated = true;
      ::kill(child, SIGTERM);
    }
  }
  end.has_sent_data = words.tell_of_data();
  end.has_lost_job = words.ipp().is_lost();
  end.is_job_completed = words.ipp().is_completed();
  return end;
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

  auto report = make_pipe();
  if (!report) return report.error();
  auto speech = make_pipe();
  if (!speech) return speech.error();
  const pid_t child = ::fork();
  if (child == 0) become(command, argv.data(), speech->write_end.get(), report->write_end.get());
  int reason = child < 0 ? errno : 0;
  report->write_end.reset();
  speech->write_end.reset();
  if (child > 0) {
    // The pipe closes when exec succeeds; otherwise it says why not.
    while (::read(report->read_end.get(), &reason, sizeof reason) < 0 && errno == EINTR) {
    }
  }
  if (child > 0 && reason == 0) return wait_for_end(child, command.print, speech->read_end.get());
  if (child > 0) ::waitpid(child, nullptr, 0);
  return make_error(Errc::NotFound, command.program + ": " + std::strerror(reason));
}

}  // namespace booth::guard
