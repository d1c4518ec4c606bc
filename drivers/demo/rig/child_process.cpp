#include "drivers/demo/rig/child_process.hpp"

#include <cerrno>
#include <cstring>
#include <deque>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/demo/rig/wait_until.hpp"

namespace booth::demo {
namespace {

/// All that the child needs, made before fork: between fork and exec only plain system calls are
/// safe.
struct Prepared {
  std::string program;
  std::vector<std::string> words;
  std::vector<std::string> environment;
  std::vector<char*> argv;
  std::vector<char*> envp;
};

bool is_program(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

/// Servers live in sbin, which is not in the PATH of ordinary users on Debian.
std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return is_program(name) ? name : std::string();

  const char* const path = ::getenv("PATH");
  auto folders = std::string(path ? path : "/usr/bin:/bin") + ":/usr/sbin:/sbin";
  for (std::size_t begin = 0; begin <= folders.size();) {
    const auto end = std::min(folders.find(':', begin), folders.size());
    auto candidate = folders.substr(begin, end - begin) + "/" + name;
    if (is_program(candidate)) return candidate;
    begin = end + 1;
  }
  return {};
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& added) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!added.contains(text.substr(0, text.find('=')))) merged.push_back(text);
  }
  for (const auto& [name, value] : added) merged.push_back(name + "=" + value);
  return merged;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

[[noreturn]] void report_and_exit(int report_fd) {
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(report_fd, &reason, sizeof reason);
  ::_exit(127);
}

/// Runs in the child. `report_fd` carries errno to the parent when exec fails, and closes when it
/// succeeds.
[[noreturn]] void become(const Prepared& prepared, const char* log, const char* folder,
                         pid_t parent, int report_fd) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // the parent died before prctl

  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);

  const int input = ::open("/dev/null", O_RDONLY);
  const int output = ::open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (input < 0 || output < 0) report_and_exit(report_fd);
  if (::dup2(input, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0)
    report_and_exit(report_fd);
  if (*folder != '\0' && ::chdir(folder) != 0) report_and_exit(report_fd);
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve(prepared.program.c_str(), prepared.argv.data(), prepared.envp.data());
  report_and_exit(report_fd);
}

/// Blocks for as long as exec takes. @returns 0, or the errno of the failed start
int read_start_error(int report_fd) {
  int reason = 0;
  ssize_t count = 0;
  do count = ::read(report_fd, &reason, sizeof reason);
  while (count < 0 && errno == EINTR);
  return count == sizeof reason ? reason : 0;
}

int to_exit_status(int wait_status) {
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const ChildCommand& command) {
  const auto name = command.words.at(0);
  Prepared prepared{.program = find_program(name),
                    .words = command.words,
                    .environment = merged_environment(command.environment)};
  if (prepared.program.empty())
    return make_error(Errc::NotFound, name + ": no such program on this machine");
  prepared.argv = pointers(prepared.words);
  prepared.envp = pointers(prepared.environment);
  const auto log = command.log.empty() ? std::string("/dev/null") : command.log.string();
  const auto folder = command.folder.string();

  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0)
    return make_error(Errc::Io, name + ": pipe: " + std::strerror(errno));
  const auto parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) become(prepared, log.c_str(), folder.c_str(), parent, report[1]);
  ::close(report[1]);
  const int fork_error = errno;
  const int start_error = pid < 0 ? fork_error : read_start_error(report[0]);
  ::close(report[0]);
  if (pid < 0) return make_error(Errc::Io, name + ": fork: " + std::strerror(fork_error));

  ChildProcess child(pid, name, command.log);
  if (start_error == 0) return child;
  child.kill_now();
  return make_error(Errc::Io, name + ": cannot be started: " + std::strerror(start_error));
}

ChildProcess::ChildProcess(pid_t pid, std::string name, std::filesystem::path log)
    : pid_(pid), name_(std::move(name)), log_(std::move(log)) {}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      exit_status_(other.exit_status_),
      name_(std::move(other.name_)),
      log_(std::move(other.log_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this == &other) return *this;
  stop();
  pid_ = std::exchange(other.pid_, 0);
  exit_status_ = other.exit_status_;
  name_ = std::move(other.name_);
  log_ = std::move(other.log_);
  return *this;
}

bool ChildProcess::is_running() {
  if (pid_ == 0 || exit_status_) return false;
  int status = 0;
  const pid_t reaped = ::waitpid(pid_, &status, WNOHANG);
  if (reaped == 0) return true;
  exit_status_ = reaped == pid_ ? to_exit_status(status) : 255;  // 255: somebody else reaped it
  return false;
}

Result<void> ChildProcess::wait_until_ready(const std::function<bool()>& is_ready,
                                            std::chrono::milliseconds patience) {
  bool ready = false;
  const auto ready_or_ended = [&] { return (ready = is_ready()) || !is_running(); };
  const bool in_time = wait_until(ready_or_ended, patience);
  if (ready) return {};
  if (!in_time)
    return make_error(Errc::TimedOut, with_log(name_ + " was not ready within " +
                                               std::to_string(patience.count()) + " ms"));
  return make_error(Errc::Internal,
                    with_log(name_ + " ended with status " + std::to_string(*exit_status_) +
                             " before it was ready"));
}

Result<int> ChildProcess::wait_for_end(std::chrono::milliseconds patience) {
  if (wait_until([this] { return !is_running(); }, patience) && exit_status_) return *exit_status_;
  return make_error(Errc::TimedOut,
                    name_ + " still runs after " + std::to_string(patience.count()) + " ms");
}

void ChildProcess::send_signal(int number) {
  if (is_running()) ::kill(pid_, number);
}

void ChildProcess::stop(std::chrono::milliseconds patience) {
  send_signal(SIGTERM);
  send_signal(SIGCONT);  // a stopped program would not see SIGTERM
  if (!wait_until([this] { return !is_running(); }, patience)) kill_now();
}

void ChildProcess::kill_now() {
  if (!is_running()) return;
  ::kill(-pid_, SIGKILL);  // its group, when it lived long enough to make one
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  exit_status_ = to_exit_status(status);
}

std::string ChildProcess::log_end(std::size_t lines) const {
  std::ifstream file(log_);
  std::deque<std::string> last;
  for (std::string line; std::getline(file, line);) {
    last.push_back(line);
    if (last.size() > lines) last.pop_front();
  }
  std::string text;
  for (const auto& line : last) text += line + "\n";
  return text;
}

std::string ChildProcess::with_log(std::string sentence) const {
  const auto end = log_end();
  if (end.empty()) return sentence;
  return sentence + "; end of " + log_.string() + ":\n" + end;
}

}  // namespace booth::demo
