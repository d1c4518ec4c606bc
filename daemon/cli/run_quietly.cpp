#include "daemon/cli/run_quietly.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace booth::cli {
namespace {

constexpr std::size_t kMostOutput = 16 << 20;

std::string all_from(int pipe) {
  std::string text;
  std::array<char, 65536> piece{};
  for (ssize_t got = 0; (got = ::read(pipe, piece.data(), piece.size())) > 0;)
    // Read to the end also when it is too much: a full pipe would hold the program up.
    if (text.size() < kMostOutput) text.append(piece.data(), static_cast<std::size_t>(got));
  return text;
}

}  // namespace

QuietRun run_quietly(const std::vector<std::string>& words) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return {false, "no pipe"};
  ::posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO);
  auto copy = words;
  std::vector<char*> argv;
  for (auto& word : copy) argv.push_back(word.data());
  argv.push_back(nullptr);

  ::pid_t child = 0;
  const int failed = ::posix_spawnp(&child, argv.front(), &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  QuietRun run;
  if (failed == 0) {
    run.output = all_from(pipe[0]);
    int status = 0;
    run.is_success =
        ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  } else {
    run.output = words.front() + ": " + std::strerror(failed) + '\n';
  }
  ::close(pipe[0]);
  return run;
}

}  // namespace booth::cli
