// What needs sheets or templates is done by a program of its own: it loads some forty libraries,
// and `boothctl status` shall not wait for them.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "daemon/cli/commands.hpp"

namespace booth::cli {
namespace {

/// Becomes the other program, which reads the same command line.
ExitCode hand_off(Shell& shell) {
  std::error_code unknown;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", unknown);
  const auto program = (self.parent_path() / "boothctl-compose").string();
  std::vector<char*> words;
  for (auto& word : shell.words) words.push_back(word.data());
  words.push_back(nullptr);
  ::execv(program.c_str(), words.data());
  return shell.fail(
      make_error(Errc::NotFound, program + ": " + std::strerror(errno) +
                                     "; `apt-get install --reinstall boothd` puts it back"));
}

}  // namespace

ExitCode render(Shell& shell) {
  return hand_off(shell);
}
ExitCode check_template(Shell& shell) {
  return hand_off(shell);
}
ExitCode preview_template(Shell& shell) {
  return hand_off(shell);
}
ExitCode set_up_booth(Shell& shell) {
  return hand_off(shell);
}

}  // namespace booth::cli
