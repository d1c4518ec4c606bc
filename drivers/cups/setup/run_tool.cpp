#include "drivers/cups/setup/run_tool.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/runtime/unique_fd.hpp"

extern char** environ;

namespace booth::setup {
namespace {

/// What posix_spawn needs to connect stdin to nothing and stdout and stderr to `output`.
class FileActions {
 public:
  explicit FileActions(int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, 1);
    posix_spawn_file_actions_adddup2(&actions_, output, 2);
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

std::vector<std::string> environment_for(const std::string& server) {
  std::vector<std::string> environment{"LC_ALL=C"};
  if (!server.empty()) environment.push_back("CUPS_SERVER=" + server);
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const bool is_ours = text.starts_with("LC_ALL=") || text.starts_with("LANG") ||
                         (!server.empty() && text.starts_with("CUPS_SERVER="));
    if (!is_ours) environment.push_back(text);
  }
  return environment;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::string read_all(int fd) {
  std::string text;
  char chunk[4096];
  for (;;) {
    const auto count = ::read(fd, chunk, sizeof chunk);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(chunk, static_cast<std::size_t>(count));
  }
}

}  // namespace

Result<std::string> run_tool(const std::vector<std::string>& words, const std::string& server) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return make_error(Errc::Io, std::string("pipe: ") + std::strerror(errno));
  const UniqueFd output(ends[0]);
  UniqueFd input(ends[1]);
  const FileActions actions(input.get());
  auto argv_texts = words;
  auto environment = environment_for(server);
  auto argv = pointers(argv_texts);
  auto envp = pointers(environment);
  pid_t child = 0;
  const int failure =
      ::posix_spawnp(&child, argv[0], actions.get(), nullptr, argv.data(), envp.data());
  if (failure != 0)
    return make_error(failure == ENOENT ? Errc::NotFound : Errc::Io,
                      words[0] + " cannot be started: " + std::strerror(failure));
  input.reset();
  auto text = read_all(output.get());
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
  std::string command;
  for (const auto& word : words) command += (command.empty() ? "" : " ") + word;
  return make_error(Errc::Internal, command + " failed: " + text);
}

}  // namespace booth::setup
