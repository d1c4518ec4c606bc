#include <csignal>
#include <exception>
#include <iostream>

#include "daemon/cli/command_line.hpp"

int main(int argc, char** argv) {
  using namespace booth::cli;
  // `boothctl facts | head` ends quietly by its write error, not by a signal in the middle of a
  // socket.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    auto wish = read_command_line(argc, argv);
    if (!wish.command) return wish.exit_code;
    Shell shell{wish.arguments,
                ApiClient(wish.arguments.socket_path),
                Terminal::of_standard_output(),
                {argv, argv + argc},
                std::move(wish.tree)};
    return static_cast<int>(wish.command(shell));
  } catch (const std::exception& bug) {
    std::cerr << "boothctl: a bug: " << bug.what() << '\n';
    return static_cast<int>(ExitCode::Failed);
  }
}
