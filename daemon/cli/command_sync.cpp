#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <thread>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/find_id.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

/// "done at 23:40", in the booth's own time zone; another day is named.
std::string done_text(const json::value& target, UtcTime now) {
  if (number_at(target, "/waiting") == 0) return "done";
  const auto* seconds = find_at(target, "/seconds_left");
  if (!seconds || !seconds->is_int64()) return "no estimate while nothing moves";
  const auto end =
      std::chrono::system_clock::to_time_t(now + std::chrono::seconds(seconds->as_int64()));
  const auto today = std::chrono::system_clock::to_time_t(now);
  std::tm then{};
  std::tm day{};
  ::localtime_r(&end, &then);
  ::localtime_r(&today, &day);
  const bool is_today = then.tm_yday == day.tm_yday && then.tm_year == day.tm_year;
  char text[40];
  std::strftime(text, sizeof text, is_today ? "done at %H:%M" : "done %a %d %b %H:%M", &then);
  return text;
}

std::string rate_text(std::int64_t bytes_per_s) {
  return bytes_per_s < 100 ? "-" : size_text(bytes_per_s) + "/s";
}

std::string targets_text(const Terminal& terminal, const json::value& view, UtcTime now) {
  Table table({"TARGET", "STATE", "WAITING", "OLDEST", "RATE", "PARKED", "ESTIMATE"});
  for (const auto& target : list_at(view, "/targets")) {
    const auto waiting = number_at(target, "/waiting");
    table.add({harmless(text_at(target, "/name")), words(text_at(target, "/state")),
               waiting == 0 ? "nothing"
                            : std::to_string(waiting) + ", " +
                                  size_text(number_at(target, "/waiting_bytes")),
               waiting == 0 ? "-" : age_text(text_at(target, "/oldest_waiting_at"), now),
               rate_text(number_at(target, "/bytes_per_s")),
               std::to_string(number_at(target, "/parked")), done_text(target, now)});
  }
  return table.empty() ? "No place in the cloud is configured.\n" : table.text(terminal);
}

void add_troubles(const json::value& view, std::string& text) {
  const auto add = [&text](const std::string& what, const std::string& message,
                           const std::string& remedy) {
    text += what + ": " + harmless(message);
    if (!remedy.empty()) text += "\n  -> " + harmless(remedy);
    text += '\n';
  };
  if (flag_at(view, "/is_paused"))
    text += "Uploads are paused by a person.\n  -> boothctl uploads resume\n";
  if (flag_at(view, "/is_metered"))
    text += "The line is metered: only what guests wait for is sent.\n";
  for (const auto& target : list_at(view, "/targets")) {
    if (text_at(target, "/state") != "online")
      add(harmless(text_at(target, "/name")), text_at(target, "/message"),
          text_at(target, "/what_to_do"));
    if (const auto erasures = number_at(target, "/erasures"); erasures > 0)
      add(harmless(text_at(target, "/name")),
          "has still to delete " + count_text(erasures, "object", "objects"), "");
  }
}

std::string facts_text(const json::value& view, UtcTime now) {
  std::string text;
  if (flag_at(view, "/facts/is_used")) {
    const auto waiting = number_at(view, "/facts/waiting");
    text += "facts      " + (waiting == 0
                                 ? std::string("all taken")
                                 : std::to_string(waiting) + " wait, oldest " +
                                       age_text(text_at(view, "/facts/oldest_waiting_at"), now));
    if (const auto aside = number_at(view, "/facts/set_aside"); aside > 0)
      text += ", " + std::to_string(aside) + " refused (boothctl sync retry-facts)";
    if (const auto trouble = text_at(view, "/facts/trouble"); !trouble.empty())
      text += "\n           " + harmless(trouble);
    text += '\n';
  }
  if (flag_at(view, "/heartbeat/is_used")) {
    const auto trouble = text_at(view, "/heartbeat/trouble");
    const auto probe = text_at(view, "/heartbeat/probe");
    text += "heartbeat  " + (trouble.empty() ? "answered" : harmless(trouble)) +
            (probe.empty() || probe == "ok" ? "" : ", the server says: " + words(probe)) + '\n';
  }
  return text;
}

struct Progress {
  std::int64_t waiting = 0;
  std::int64_t bytes = 0;
  std::string estimate;
};

Progress progress_of(const json::value& view, UtcTime now) {
  Progress progress;
  std::int64_t slowest = -1;
  for (const auto& target : list_at(view, "/targets")) {
    progress.waiting += number_at(target, "/waiting");
    progress.bytes += number_at(target, "/waiting_bytes");
    const auto left = number_at(target, "/seconds_left", -1);
    if (number_at(target, "/waiting") == 0 || left < slowest) continue;
    slowest = left;
    progress.estimate = done_text(target, now);
  }
  return progress;
}

/// "[########------------]  40 %  5.2 MB left, done at 23:40"
std::string bar_text(const Progress& progress, std::int64_t most, int columns) {
  const int width = std::clamp(columns - 60, 10, 40);
  const double share =
      most <= 0 ? 1 : 1 - static_cast<double>(progress.bytes) / static_cast<double>(most);
  const int full = std::clamp(static_cast<int>(share * width), 0, width);
  char percent[8];
  std::snprintf(percent, sizeof percent, "%3d %%",
                std::clamp(static_cast<int>(share * 100), 0, 100));
  return '[' + std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(width - full), '-') + "] " + percent + "  " +
         count_text(progress.waiting, "object", "objects") + ", " + size_text(progress.bytes) +
         " left, " + progress.estimate;
}

constexpr std::chrono::milliseconds kLook{1000};

}  // namespace

ExitCode show_sync(Shell& shell) {
  const auto view = shell.client.ask("GET", "/v1/sync");
  if (!view) return shell.fail(view.error());
  if (shell.arguments.is_json) return shell.say_json();
  const auto now = now_utc();
  auto text = targets_text(shell.terminal, *view, now);
  add_troubles(*view, text);
  text += facts_text(*view, now);
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

/// Waits until nothing waits any more: for the evening's end, before the booth is switched off.
ExitCode drain_sync(Shell& shell) {
  std::int64_t most = 0;
  std::string last;
  while (shell.is_heard()) {
    const auto view = shell.client.ask("GET", "/v1/sync");
    if (!view) return shell.fail(view.error());
    const auto progress = progress_of(*view, now_utc());
    most = std::max(most, progress.bytes);
    if (progress.waiting == 0) break;
    if (flag_at(*view, "/is_paused"))
      return shell.fail(make_error(Errc::Conflict, "uploads are paused: boothctl uploads resume"));
    const auto line = bar_text(progress, most, shell.terminal.columns());
    if (shell.terminal.is_screen())
      shell.say_part("\r\033[K" + line);
    else if (line != last && !shell.arguments.is_json)
      shell.say(line);
    last = line;
    std::this_thread::sleep_for(kLook);
  }
  if (shell.terminal.is_screen()) shell.say_part("\r\033[K");
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Everything is in the cloud.");
  return ExitCode::Ok;
}

ExitCode test_target(Shell& shell) {
  const auto tested =
      shell.client.ask("POST", "/v1/sync/targets/" + shell.arguments.name + "/test");
  if (!tested) return shell.fail(tested.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("stored   " + harmless(text_at(*tested, "/stored")));
  const auto trouble = text_at(*tested, "/trouble");
  if (trouble.empty()) {
    shell.say("deleted  " + harmless(text_at(*tested, "/erased")));
    return ExitCode::Ok;
  }
  shell.say("deleted  no: " + harmless(trouble) +
            "\n         uploads work, but guests cannot be forgotten there");
  return ExitCode::Failed;
}

ExitCode retry_facts(Shell& shell) {
  const auto taken = shell.client.ask("POST", "/v1/sync/facts/retry");
  if (!taken) return shell.fail(taken.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say(count_text(number_at(*taken, "/taken"), "fact was", "facts were") + " taken now.");
  return ExitCode::Ok;
}

}  // namespace booth::cli
