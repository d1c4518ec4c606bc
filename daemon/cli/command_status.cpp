#include <chrono>
#include <csignal>
#include <thread>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/status_findings.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds kWatchEvery{1};

std::string_view verdict(Level worst) {
  switch (worst) {
    case Level::Fine:
      return "All is well.";
    case Level::Look:
      return "Works, but look at this:";
    case Level::Broken:
      return "Something needs you now:";
  }
  return "";
}

Colour colour_of(Level level) {
  if (level == Level::Fine) return Colour::Green;
  return level == Level::Look ? Colour::Yellow : Colour::Red;
}

std::string screen(const Terminal& terminal, const json::value& status) {
  const auto now = time_from(text_at(status, "/now")).value_or(now_utc());
  const auto findings = status_findings(status, now);
  const auto worst = worst_of(findings);
  auto running = "boothd " + harmless(text_at(status, "/version"));
  if (const auto started = time_from(text_at(status, "/started_at")))
    running += ", running for " + duration_text(now - *started);
  return "  " + terminal.paint(Colour::Bold, harmless(text_at(status, "/event/title"))) + "  " +
         terminal.paint(colour_of(worst), verdict(worst)) + "\n  " +
         terminal.paint(Colour::Dim, running) + "\n\n" + drawn(terminal, findings);
}

volatile std::sig_atomic_t g_is_interrupted = 0;

/// Draws over the last screen instead of scrolling, and leaves the newest one behind. Goes on while
/// the booth is away: that is when one wants to watch.
ExitCode watch(Shell& shell) {
  std::signal(SIGINT, [](int) { g_is_interrupted = 1; });
  auto code = ExitCode::Ok;
  while (g_is_interrupted == 0) {
    const auto status = shell.client.ask("GET", "/v1/status");
    auto text =
        status ? screen(shell.terminal, *status) : "  " + harmless(status.error().context) + '\n';
    if (status && shell.arguments.is_json) text = shell.client.last_body();
    code = status ? ExitCode::Ok : exit_code_for(status.error().code);
    if (shell.terminal.is_screen() && !shell.arguments.is_json) shell.say_part("\033[H\033[J");
    shell.say_part(text + '\n');
    if (!shell.is_heard()) break;
    std::this_thread::sleep_for(kWatchEvery);
  }
  return code;
}

}  // namespace

ExitCode show_status(Shell& shell) {
  if (shell.arguments.is_watching) return watch(shell);
  const auto status = shell.client.ask("GET", "/v1/status");
  if (!status) return shell.fail(status.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say_part(screen(shell.terminal, *status));
  return ExitCode::Ok;
}

}  // namespace booth::cli
