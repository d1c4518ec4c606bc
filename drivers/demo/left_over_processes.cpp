#include "drivers/demo/left_over_processes.hpp"

#include <cerrno>
#include <csignal>
#include <fstream>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/demo/rig/wait_until.hpp"

namespace booth::demo {
namespace {

constexpr int kRounds = 3;

/// Reaps what has ended. @returns true when no child is left
bool have_all_ended() {
  pid_t reaped = 0;
  do reaped = ::waitpid(-1, nullptr, WNOHANG);
  while (reaped > 0);
  return reaped < 0 && errno == ECHILD;
}

std::vector<pid_t> children() {
  std::vector<pid_t> pids;
  std::ifstream file("/proc/self/task/" + std::to_string(::getpid()) + "/children");
  for (pid_t pid = 0; file >> pid;) pids.push_back(pid);
  return pids;
}

std::string name_of(pid_t pid) {
  std::string name;
  std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/comm"), name);
  return name + " (process " + std::to_string(pid) + ")";
}

}  // namespace

void adopt_orphans() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

std::vector<std::string> end_left_over_processes(std::chrono::milliseconds patience) {
  std::vector<std::string> names;
  // Killing one may hand us its children: look again until nobody is left.
  for (int round = 0; round < kRounds && !wait_until(have_all_ended, patience); ++round) {
    for (const auto pid : children()) {
      names.push_back(name_of(pid));
      ::kill(pid, SIGKILL);
    }
  }
  return names;
}

}  // namespace booth::demo
