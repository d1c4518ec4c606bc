#include "daemon/runtime/worker_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "daemon/runtime/packet_socket.hpp"

namespace booth {
namespace {

Error spawn_error(const std::string& program, int code) {
  return make_error(Errc::Io, "cannot start " + program + ": " + std::strerror(code));
}

/// posix_spawn's two option objects, freed together.
struct SpawnOptions {
  SpawnOptions() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  ~SpawnOptions() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;

  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

/// @returns 0 or an errno value
int place_descriptors(SpawnOptions& options, const std::vector<UniqueFd>& sources) {
  int rc = ::posix_spawn_file_actions_addopen(&options.actions, 0, "/dev/null", O_RDONLY, 0);
  int target = WorkerProcess::kSocketInChild;
  for (const auto& source : sources) {
    if (rc == 0) rc = ::posix_spawn_file_actions_adddup2(&options.actions, source.get(), target);
    ++target;
  }
  // Descriptors that some library of the daemon opened without close-on-exec are none of the
  // child's business.
  if (rc == 0) rc = ::posix_spawn_file_actions_addclosefrom_np(&options.actions, target);
  return rc;
}

/// @returns 0 or an errno value
int reset_signals(SpawnOptions& options) {
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  const short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP;
  int rc = ::posix_spawnattr_setflags(&options.attributes, flags);
  if (rc == 0) rc = ::posix_spawnattr_setsigmask(&options.attributes, &none);
  if (rc == 0) rc = ::posix_spawnattr_setsigdefault(&options.attributes, &all);
  if (rc == 0) rc = ::posix_spawnattr_setpgroup(&options.attributes, 0);
  return rc;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// Copies above the numbers that the child's descriptors get, so that placing one cannot overwrite
/// another.
Result<std::vector<UniqueFd>> move_up(const std::vector<int>& descriptors) {
  constexpr int kAboveTargets = 64;
  std::vector<UniqueFd> copies;
  for (const int fd : descriptors) {
    copies.emplace_back(::fcntl(fd, F_DUPFD_CLOEXEC, kAboveTargets));
    if (!copies.back()) return make_error(Errc::Io, std::string("dup: ") + std::strerror(errno));
  }
  return copies;
}

/// The C library's header for this call is not fit for C++ before glibc 2.37.
UniqueFd open_pidfd(pid_t pid) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

}  // namespace

Result<WorkerProcess> WorkerProcess::start(const WorkerCommand& command,
                                           const std::vector<int>& passed) {
  auto sockets = make_packet_sockets();
  if (!sockets) return sockets.error();

  std::vector<int> given = {sockets->theirs.get()};
  given.insert(given.end(), passed.begin(), passed.end());
  const auto sources = move_up(given);
  if (!sources) return sources.error();

  SpawnOptions options;
  int rc = place_descriptors(options, *sources);
  if (rc == 0) rc = reset_signals(options);
  if (rc != 0) return spawn_error(command.program, rc);

  std::vector<std::string> arguments = {command.program};
  arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
  pid_t pid = -1;
  rc = ::posix_spawn(&pid, command.program.c_str(), &options.actions, &options.attributes,
                     pointers_to(arguments).data(), pointers_to(command.environment).data());
  if (rc != 0) return spawn_error(command.program, rc);
  // Only used to wait with a limit; without one (a very old kernel) the child is killed all the
  // same.
  return WorkerProcess(pid, std::move(sockets->ours), open_pidfd(pid));
}

WorkerProcess::WorkerProcess(pid_t pid, UniqueFd socket, UniqueFd pidfd)
    : pid_(pid), socket_(std::move(socket)), pidfd_(std::move(pidfd)) {}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      socket_(std::move(other.socket_)),
      pidfd_(std::move(other.pidfd_)) {}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
  end();
  pid_ = std::exchange(other.pid_, -1);
  socket_ = std::move(other.socket_);
  pidfd_ = std::move(other.pidfd_);
  return *this;
}

WorkerProcess::~WorkerProcess() {
  end();
}

void WorkerProcess::kill() noexcept {
  // Only we reap this child, so its number cannot have passed to a stranger.
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

std::optional<std::string> WorkerProcess::try_reap() noexcept {
  if (pid_ <= 0) return "has ended";
  int status = 0;
  const pid_t rc = ::waitpid(pid_, &status, WNOHANG);
  if (rc == 0 || (rc < 0 && errno == EINTR)) return std::nullopt;
  pid_ = -1;
  if (rc > 0 && WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return "was ended by signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
  }
  if (rc > 0 && WIFEXITED(status)) return "ended with code " + std::to_string(WEXITSTATUS(status));
  return "has ended";
}

void WorkerProcess::end() noexcept {
  if (pid_ <= 0) return;
  kill();
  // A child stuck inside the kernel (USB) may need a while to die; it must not take us along, so we
  // wait only shortly and leave the rest to init when we end.
  pollfd waiting{pidfd_.get(), POLLIN, 0};
  if (pidfd_) ::poll(&waiting, 1, 200);
  (void)try_reap();
}

}  // namespace booth
