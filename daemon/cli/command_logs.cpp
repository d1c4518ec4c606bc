#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "daemon/cli/commands.hpp"

namespace booth::cli {

/// The journal has its own pager, filters and colours: it takes our place.
ExitCode show_logs(Shell& shell) {
  const auto& arguments = shell.arguments;
  std::vector<std::string> words{"journalctl", "-u", "boothd", "-n",
                                 std::to_string(arguments.limit)};
  if (arguments.is_following) words.emplace_back("-f");
  if (arguments.is_only_stuck) words.insert(words.end(), {"-p", "warning"});
  if (arguments.is_json) words.insert(words.end(), {"-o", "json"});
  if (!shell.terminal.is_screen()) words.emplace_back("--no-pager");
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execvp(argv.front(), argv.data());
  return shell.fail(
      make_error(Errc::Io, std::string("journalctl: ") + std::strerror(errno) +
                               "; without systemd boothd writes its log to where it was started"));
}

}  // namespace booth::cli
