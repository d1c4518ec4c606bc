#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

extern char** environ;

namespace booth::testing {

/// The worker program with its standard output in our hands.
class WorkerProcess {
 public:
  /// @param sync_log  where the shim writes down what became durable; empty = without the shim
  explicit WorkerProcess(std::vector<std::string> arguments, const std::string& sync_log = {}) {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    output_ = ends[0];
    arguments.insert(arguments.begin(), STORE_CRASH_WORKER);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::vector<std::string> settings{"LD_PRELOAD=" STORE_POWER_CUT_SHIM,
                                      "POWER_CUT_LOG=" + sync_log};
    std::vector<char*> with_shim;
    for (char** setting = environ; *setting; ++setting) with_shim.push_back(*setting);
    if (!sync_log.empty())
      for (auto& setting : settings) with_shim.push_back(setting.data());
    with_shim.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const int failure =
        ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), with_shim.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    REQUIRE(failure == 0);
  }
  ~WorkerProcess() {
    if (pid_ > 0) kill();
    ::close(output_);
  }

  /// Reads what it says for so long, or until it ends.
  void listen(std::chrono::microseconds time) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (true) {
      const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(
          deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return;
      const timespec patience{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
      pollfd waiting{output_, POLLIN, 0};
      if (::ppoll(&waiting, 1, &patience, nullptr) <= 0) return;
      if (!read_some()) return;
    }
  }
  /// Until it has made so many promises, however slow the machine is.
  void listen_for_lines(long lines) {
    while (std::count(said_.begin(), said_.end(), '\n') < lines) REQUIRE(read_some());
  }

  void kill() {
    ::kill(pid_, SIGKILL);
    while (read_some()) {  // promises that were on their way
    }
    wait();
  }
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return status;
  }
  bool is_running() { return ::waitpid(pid_, nullptr, WNOHANG) == 0; }

  /// Whole lines only: half a promise is none.
  std::string said() const { return said_.substr(0, said_.rfind('\n') + 1); }

 private:
  bool read_some() {
    char block[65536];
    const auto size = ::read(output_, block, sizeof block);
    if (size <= 0) return false;
    said_.append(block, static_cast<std::size_t>(size));
    return true;
  }

  pid_t pid_ = -1;
  int output_ = -1;
  std::string said_;
};

}  // namespace booth::testing
