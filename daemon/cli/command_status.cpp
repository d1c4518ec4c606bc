#include <algorithm>
#include <chrono>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

enum class Level { Fine, Look, Broken };

struct Line {
  std::string label;
  Level level = Level::Fine;
  std::string text;
  std::string what_to_do;
};

Level level_from(const std::string& word) {
  if (word == "failed") return Level::Broken;
  return word == "degraded" ? Level::Look : Level::Fine;
}

std::string since(const json::value& thing, UtcTime now) {
  const auto time = time_from(text_at(thing, "/since"));
  if (!time || *time > now) return "";
  return " (for " + duration_text(now - *time) + ")";
}

Line camera_line(const json::value& status, UtcTime now) {
  const auto& camera = status.at("camera");
  const auto state = text_at(camera, "/state");
  Line line{"Camera", state == "ready" ? Level::Fine : Level::Broken, text_at(camera, "/model"),
            text_at(camera, "/what_to_do")};
  if (state == "connecting" || state == "recovering") line.level = Level::Look;
  if (line.text.empty()) line.text = words(state);
  if (state != "ready") {
    line.text += ": " + text_at(camera, "/message") + since(camera, now);
    return line;
  }
  const auto battery = number_at(camera, "/battery_percent", -1);
  if (battery >= 0) line.text += ", battery " + std::to_string(battery) + " %";
  if (flag_at(camera, "/has_live_view")) line.text += ", live view on";
  const auto restarts = number_at(camera, "/driver_restarts");
  if (restarts > 0) line.text += ", driver replaced " + count_text(restarts, "time", "times");
  return line;
}

Line printer_line(const json::value& printer, UtcTime now) {
  const auto condition = text_at(printer, "/condition");
  Line line{"Printer", flag_at(printer, "/can_print") ? Level::Fine : Level::Broken,
            text_at(printer, "/name") + ": " + words(condition), text_at(printer, "/what_to_do")};
  if (condition == "media_low" || condition == "cooling") line.level = Level::Look;
  if (flag_at(printer, "/is_queue_paused")) line.text += ", queue paused";
  const auto message = text_at(printer, "/message");
  if (line.level != Level::Fine && !message.empty()) line.text += ", \"" + message + "\"";
  if (line.level != Level::Fine) line.text += since(printer, now);
  const auto media = number_at(printer, "/media_remaining", -1);
  if (media >= 0) line.text += ", " + count_text(media, "sheet", "sheets") + " left";
  return line;
}

Line prints_line(const json::value& status) {
  const auto waiting = number_at(status, "/prints/waiting");
  const auto held = number_at(status, "/prints/held");
  Line line{"Prints", Level::Fine,
            std::to_string(waiting) + " waiting, " +
                std::to_string(number_at(status, "/prints/printed")) + " printed",
            ""};
  if (held == 0) return line;
  line.level = Level::Look;
  line.text += ", " + count_text(held, "needs a person's decision", "need a person's decision");
  line.what_to_do =
      "Run `boothctl prints`, look whether the sheet came out, then `boothctl prints confirm` or "
      "`boothctl prints retry`.";
  return line;
}

Line uploads_line(const json::value& status, UtcTime now) {
  const auto waiting = number_at(status, "/uploads/waiting");
  const auto parked = number_at(status, "/uploads/parked");
  Line line{"Uploads", Level::Fine, "", ""};
  line.text = waiting == 0 ? "nothing waits"
                           : std::to_string(waiting) + " waiting (" +
                                 size_text(number_at(status, "/uploads/waiting_bytes")) + ")";
  if (const auto oldest = time_from(text_at(status, "/uploads/oldest_waiting_at")))
    line.text += ", the oldest for " + duration_text(now - *oldest);
  line.text += ", " + std::to_string(number_at(status, "/uploads/synced")) + " synced";
  if (parked == 0) return line;
  line.level = Level::Look;
  line.text += ", " + std::to_string(parked) + " refused by the server";
  line.what_to_do =
      "Run `boothctl uploads` to see why; `boothctl uploads retry` once it is put right.";
  return line;
}

Line network_line(const json::value& status, UtcTime now) {
  const auto state = text_at(status, "/network/state");
  Line line{"Network", Level::Fine, words(state), text_at(status, "/network/what_to_do")};
  if (state == "unused") {
    line.text = "not used: no upload target is configured";
    return line;
  }
  if (state != "online") line.level = Level::Look;  // a booth works without a network
  const auto message = text_at(status, "/network/message");
  if (!message.empty()) line.text += ": " + message;
  line.text += since(status.at("network"), now);
  return line;
}

Line disk_line(const json::value& status) {
  const auto free = number_at(status, "/disk/free_bytes");
  return {"Disk", Level::Fine,
          size_text(free) + " of " + size_text(number_at(status, "/disk/total_bytes")) + " free",
          ""};
}

Line session_line(const json::value& status, UtcTime now) {
  const auto* session = find_at(status, "/session");
  if (!session) return {"Session", Level::Fine, "none running", ""};
  return {"Session", Level::Fine, session_sentence(*session, now), ""};
}

/// The daemon's own judgement of a subsystem wins over what this screen concludes from its numbers.
void apply_health(std::vector<Line>& lines, const json::value& status, UtcTime now) {
  for (const auto& health : list_at(status, "/health")) {
    const auto subsystem = text_at(health, "/subsystem");
    const auto level = level_from(text_at(health, "/level"));
    const auto is_same = [&subsystem](const Line& line) {
      auto label = line.label;
      label.front() = static_cast<char>(label.front() - 'A' + 'a');
      if (label == "printer")
        return subsystem == "printer " + line.text.substr(0, line.text.find(':'));
      return label == subsystem;
    };
    const auto line = std::find_if(lines.begin(), lines.end(), is_same);
    if (line == lines.end()) {
      if (level == Level::Fine) continue;
      auto label = subsystem.empty() ? std::string("?") : subsystem;
      lines.push_back({label, level, text_at(health, "/message") + since(health, now),
                       text_at(health, "/what_to_do")});
      continue;
    }
    const bool is_new = level > line->level;
    line->level = std::max(line->level, level);
    if (is_new && line->text.find(text_at(health, "/message")) == std::string::npos)
      line->text += ": " + text_at(health, "/message");
    if (line->what_to_do.empty()) line->what_to_do = text_at(health, "/what_to_do");
  }
}

std::string pill(const Terminal& terminal, Level level) {
  switch (level) {
    case Level::Fine:
      return terminal.paint(Colour::Green, "ok");
    case Level::Look:
      return terminal.paint(Colour::Yellow, "look");
    case Level::Broken:
      return terminal.paint(Colour::Red, "FAILED");
  }
  return "";
}

std::string drawn(const Terminal& terminal, const Line& line, std::size_t label_width) {
  const std::size_t indent = 2 + label_width + 2 + 8;
  const auto room =
      std::max<std::size_t>(20, static_cast<std::size_t>(terminal.columns()) - indent);
  auto text =
      "  " + padded(harmless(line.label), label_width + 2) + padded(pill(terminal, line.level), 8);
  bool is_first = true;
  for (const auto& part : wrapped(harmless(line.text), room)) {
    text += (is_first ? "" : std::string(indent, ' ')) + part + '\n';
    is_first = false;
  }
  if (line.level == Level::Fine || line.what_to_do.empty()) return text;
  is_first = true;
  for (const auto& part : wrapped(harmless(line.what_to_do), room - 3)) {
    text += std::string(indent, ' ') + (is_first ? "-> " : "   ") +
            terminal.paint(Colour::Bold, part) + '\n';
    is_first = false;
  }
  return text;
}

std::string headline(const Terminal& terminal, const json::value& status, Level worst,
                     UtcTime now) {
  const char* verdict = worst == Level::Fine   ? "All is well."
                        : worst == Level::Look ? "Works, but look at this:"
                                               : "Something needs you now:";
  const auto colour = worst == Level::Fine   ? Colour::Green
                      : worst == Level::Look ? Colour::Yellow
                                             : Colour::Red;
  auto text = "  " + terminal.paint(Colour::Bold, harmless(text_at(status, "/event/title"))) + "  ";
  text += terminal.paint(colour, verdict) + '\n';
  text += "  " + terminal.paint(Colour::Dim, "boothd " + harmless(text_at(status, "/version")));
  if (const auto started = time_from(text_at(status, "/started_at")))
    text += terminal.paint(Colour::Dim, ", running for " + duration_text(now - *started));
  return text + "\n\n";
}

}  // namespace

std::string status_screen(const Terminal& terminal, const json::value& status) {
  const auto now = time_from(text_at(status, "/now")).value_or(UtcTime());
  std::vector<Line> lines{camera_line(status, now)};
  for (const auto& printer : list_at(status, "/printers"))
    lines.push_back(printer_line(printer, now));
  if (list_at(status, "/printers").empty())
    lines.push_back({"Printer", Level::Fine, "none configured", ""});
  lines.push_back(prints_line(status));
  lines.push_back(uploads_line(status, now));
  lines.push_back(network_line(status, now));
  lines.push_back(disk_line(status));
  lines.push_back(session_line(status, now));
  apply_health(lines, status, now);

  auto worst = Level::Fine;
  std::size_t label_width = 0;
  for (const auto& line : lines) {
    worst = std::max(worst, line.level);
    label_width = std::max(label_width, width_of(line.label));
  }
  auto screen = headline(terminal, status, worst, now);
  for (const auto& line : lines) screen += drawn(terminal, line, label_width);
  return screen;
}

ExitCode show_status(Shell& shell) {
  const auto status = shell.client.ask("GET", "/v1/status");
  if (!status) return shell.fail(status.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say(status_screen(shell.terminal, *status));
  return ExitCode::Ok;
}

}  // namespace booth::cli
