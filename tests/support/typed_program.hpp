#pragma once

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/patience.hpp"

namespace booth::testing {

/// A program on a terminal of its own, with a person who waits for what it says and types. Killed
/// at the end when it still runs.
class TypedProgram {
 public:
  explicit TypedProgram(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::winsize size{50, 200, 0, 0};
    pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
    if (pid_ < 0) throw std::runtime_error("no terminal");
    if (pid_ != 0) return;
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
  }
  ~TypedProgram() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(terminal_);
  }
  TypedProgram(const TypedProgram&) = delete;
  TypedProgram& operator=(const TypedProgram&) = delete;

  /// Waits until it says `text`, behind what was waited for last. @returns false when it never does
  bool says(const std::string& text) {
    const auto deadline = std::chrono::steady_clock::now() + longest_wait();
    for (;;) {
      if (const auto at = screen_.find(text, heard_); at != std::string::npos) {
        heard_ = at + text.size();
        return true;
      }
      if (std::chrono::steady_clock::now() > deadline || !read_some()) return false;
    }
  }
  void type(const std::string& text) {
    if (::write(terminal_, text.data(), text.size()) < 0) throw std::runtime_error("not typed");
  }
  /// True when the terminal shows what is typed.
  bool is_typing_shown() const {
    ::termios state{};
    return ::tcgetattr(terminal_, &state) == 0 && (state.c_lflag & ECHO) != 0;
  }

  /// @returns its exit code, 128 + signal number when it was killed
  int exit_code() {
    while (read_some()) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  const std::string& screen() const { return screen_; }

 private:
  /// @returns false at its end, or when it says nothing for long
  bool read_some() {
    ::pollfd reading{terminal_, POLLIN, 0};
    const auto patience = static_cast<int>(longest_wait().count());
    if (::poll(&reading, 1, patience) <= 0) return false;
    std::array<char, 4096> block{};
    const auto got = ::read(terminal_, block.data(), block.size());
    if (got <= 0) return false;
    screen_.append(block.data(), static_cast<std::size_t>(got));
    return true;
  }

  int terminal_ = -1;
  ::pid_t pid_ = 0;
  std::string screen_;
  std::size_t heard_ = 0;
};

}  // namespace booth::testing
