#pragma once

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace booth::testing {

struct ProgramResult {
  int exit_code = -1;  ///< 128 + signal number when it was killed
  std::string out;
  std::string err;
};

/// Runs one program to its end and reads both of its outputs. Killed after a minute.
///
/// @param more_environment  added to ours; same names are replaced
inline ProgramResult run_program(const std::vector<std::string>& words,
                                 const std::map<std::string, std::string>& more_environment = {}) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  ::posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::vector<std::string> variables;
  for (const auto& [name, value] : more_environment) variables.push_back(name + '=' + value);
  for (char** one = environ; *one; ++one) {
    const std::string text = *one;
    if (!more_environment.contains(text.substr(0, text.find('=')))) variables.push_back(text);
  }
  std::vector<char*> environment;
  for (auto& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);

  ::pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, words.front().c_str(), &actions, nullptr, arguments.data(),
                                   environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(err[1]);
  if (failed != 0) throw std::runtime_error("cannot start " + words.front());

  ProgramResult result;
  std::array<::pollfd, 2> reading{{{out[0], POLLIN, 0}, {err[0], POLLIN, 0}}};
  std::array<std::string*, 2> texts{&result.out, &result.err};
  while (reading[0].fd >= 0 || reading[1].fd >= 0) {
    if (::poll(reading.data(), reading.size(), 60'000) == 0) ::kill(pid, SIGKILL);
    for (std::size_t i = 0; i < reading.size(); ++i) {
      if (reading[i].fd < 0 || reading[i].revents == 0) continue;
      std::array<char, 4096> block{};
      const auto got = ::read(reading[i].fd, block.data(), block.size());
      if (got > 0) {
        texts[i]->append(block.data(), static_cast<std::size_t>(got));
      } else {
        ::close(reading[i].fd);
        reading[i].fd = -1;
      }
    }
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace booth::testing
