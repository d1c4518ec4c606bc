#include "daemon/cli/event_text.hpp"

#include <ctime>

#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

/// As the clock on the wall shows it.
std::string local_time(const std::string& utc) {
  const auto time = time_from(utc);
  if (!time) return harmless(utc);
  const std::time_t seconds = std::chrono::system_clock::to_time_t(*time);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
  return text;
}

std::string used(const json::value& event, const char* count, const char* most) {
  const auto limit = number_at(event, most, -1);
  return std::to_string(number_at(event, count)) +
         (limit < 0 ? std::string() : " of " + std::to_string(limit));
}

std::string names(const json::value& event, const char* list, const std::string& otherwise) {
  std::string text;
  for (const auto& name : list_at(event, list))
    if (name.is_string()) text += (text.empty() ? "" : ", ") + harmless(name.as_string());
  return text.empty() ? otherwise : text;
}

std::string window(const json::value& event) {
  const auto opens = text_at(event, "/opens_at");
  const auto closes = text_at(event, "/closes_at");
  if (opens.empty() && closes.empty()) return "always open";
  return (opens.empty() ? "open" : "from " + local_time(opens)) +
         (closes.empty() ? "" : " until " + local_time(closes));
}

std::string features(const json::value& event) {
  std::string off;
  const auto* all = find_at(event, "/features");
  if (!all || !all->is_object()) return "all on";
  for (const auto& [name, is_on] : all->as_object())
    if (is_on.is_bool() && !is_on.as_bool())
      off += (off.empty() ? "" : ", ") + words(std::string(name)) + " off";
  return off.empty() ? "all on" : off;
}

}  // namespace

std::string events_table(const Terminal& terminal, const json::array& events,
                         const json::value& choices) {
  Table table({"", "EVENT", "TITLE", "VERSION", "SESSIONS", "PRINTS", "WINDOW"});
  for (const auto& event : events) {
    const auto slug = text_at(event, "/slug");
    std::string mark;
    if (slug == text_at(choices, "/active/slug")) mark = "*";
    if (slug == text_at(choices, "/wanted/slug")) mark += ">";
    table.add({mark, harmless(slug), harmless(text_at(event, "/title")),
               std::to_string(number_at(event, "/version")),
               used(event, "/sessions", "/most_sessions"), used(event, "/prints", "/most_prints"),
               flag_at(event, "/is_closed") ? "closed" : window(event)});
  }
  return table.text(terminal);
}

std::string event_text(const Terminal& terminal, const json::value& event) {
  std::string text;
  const auto row = [&text](const std::string& label, const std::string& value) {
    text += "  " + padded(label, 12) + value + '\n';
  };
  text += terminal.paint(Colour::Bold, harmless(text_at(event, "/title"))) + "  " +
          harmless(text_at(event, "/slug")) + ", version " +
          std::to_string(number_at(event, "/version")) + " by " +
          harmless(text_at(event, "/made_by")) + '\n';
  row("window", flag_at(event, "/is_closed") ? "closed" : window(event));
  row("template", harmless(text_at(event, "/template")) + ", guests may choose: " +
                      names(event, "/templates", "all that are installed"));
  row("copies", std::to_string(number_at(event, "/copies")) + " by themselves, at most " +
                    std::to_string(number_at(event, "/most_prints_per_session")) + " a session");
  if (find_at(event, "/sessions")) {
    row("sessions", used(event, "/sessions", "/most_sessions"));
    row("prints", used(event, "/prints", "/most_prints"));
  }
  const auto days = number_at(event, "/keep_days", -1);
  row("pictures",
      days < 0 ? "stay as the booth is configured" : "stay for " + count_text(days, "day", "days"));
  row("cloud", names(event, "/targets", "every configured place"));
  row("features", features(event));
  return text;
}

}  // namespace booth::cli
