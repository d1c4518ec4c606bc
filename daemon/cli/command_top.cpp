#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/top_screen.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kLookEvery{1000};

volatile std::sig_atomic_t g_is_ended = 0;
volatile std::sig_atomic_t g_is_resized = 0;

/// The second screen, keys without Enter and no cursor; everything as before at the end.
class FullScreen {
 public:
  FullScreen() {
    ::tcgetattr(STDIN_FILENO, &before_);
    auto raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    write_out("\033[?1049h\033[?25l");
  }
  ~FullScreen() {
    write_out("\033[?25h\033[?1049l");
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }
  FullScreen(const FullScreen&) = delete;
  FullScreen& operator=(const FullScreen&) = delete;

  static void write_out(const std::string& text) {
    [[maybe_unused]] const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
  }

 private:
  ::termios before_{};
};

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { g_is_ended = 1; };
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);
  action.sa_handler = [](int) { g_is_resized = 1; };
  ::sigaction(SIGWINCH, &action, nullptr);
}

int rows_of_screen() {
  ::winsize size{};
  const bool is_known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
  return is_known ? size.ws_row : 24;
}

TopView look(Shell& shell) {
  TopView view;
  view.now = now_utc();
  if (auto status = shell.client.ask("GET", "/v1/status"))
    view.status = std::move(*status);
  else
    view.trouble = status.error().context;
  if (auto facts = shell.client.ask("GET", "/v1/facts?last=100")) view.facts = std::move(*facts);
  if (auto prints = shell.client.ask("GET", "/v1/prints?limit=20"))
    view.prints = std::move(*prints);
  return view;
}

/// @returns true when somebody pressed q (or Escape), or the screen is gone
bool is_quit_pressed(std::chrono::milliseconds patience) {
  ::pollfd keys{STDIN_FILENO, POLLIN, 0};
  if (::poll(&keys, 1, static_cast<int>(patience.count())) <= 0) return false;
  char key = 0;
  const auto got = ::read(STDIN_FILENO, &key, 1);
  return got == 0 || (got == 1 && (key == 'q' || key == 'Q' || key == '\033'));
}

}  // namespace

ExitCode show_top(Shell& shell) {
  if (!shell.terminal.is_screen() || ::isatty(STDIN_FILENO) == 0)
    return shell.fail(make_error(
        Errc::BadInput, "top needs a screen; `boothctl status` writes to files and pipes"));
  // Asked before the screen is taken: an error must stay where it can be read.
  const auto first = shell.client.ask("GET", "/v1/status");
  if (!first) return shell.fail(first.error());
  catch_signals();
  const FullScreen screen;
  while (g_is_ended == 0) {
    const auto view = look(shell);
    const auto next = std::chrono::steady_clock::now() + kLookEvery;
    do {
      g_is_resized = 0;
      const auto terminal = Terminal::of_standard_output();
      // Line by line over the old picture: nothing flickers.
      FullScreen::write_out(top_frame(terminal, rows_of_screen(), view));
      while (g_is_ended == 0 && g_is_resized == 0) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(next - std::chrono::steady_clock::now());
        if (left.count() <= 0) break;
        if (is_quit_pressed(left)) return ExitCode::Ok;
      }
    } while (g_is_resized != 0 && g_is_ended == 0);
  }
  return ExitCode::Ok;
}

}  // namespace booth::cli
