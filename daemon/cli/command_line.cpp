#include "daemon/cli/command_line.hpp"

#include "daemon/cli/command_tree.hpp"
#include "daemon/cli/plain_tree.hpp"

namespace booth::cli {

Wish read_command_line(int argc, char** argv) {
  Wish wish;
  CommandTree tree(wish);
  try {
    tree.app().parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    // Help and the version come this way too, with code 0.
    wish.exit_code = tree.app().exit(stop) == 0 ? 0 : static_cast<int>(ExitCode::Usage);
    wish.command = nullptr;
  }
  if (wish.command == print_completion || wish.command == print_manual)
    wish.tree = plain(tree.app());
  return wish;
}

}  // namespace booth::cli
