#include <cstdio>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

double real_at(const json::value& value, std::string_view pointer) {
  const auto* found = find_at(value, pointer);
  if (!found) return 0;
  return found->is_double() ? found->as_double() : static_cast<double>(number_at(value, pointer));
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", share * 100);
  return text;
}

std::string_view promise(std::string_view indicator) {
  if (indicator == "session") return "sessions end with what the guests asked for";
  if (indicator == "sheet") return "sheets come out right the first time";
  if (indicator == "share_copy") return "share copies are in the cloud within a minute";
  return indicator;
}

/// Ten blocks: how much of the allowed mistakes is left.
std::string budget(const Terminal& terminal, double left) {
  const int full = static_cast<int>(left < 0 ? 0 : left * 10 + 0.5);
  std::string bar;
  for (int i = 0; i < 10; ++i) bar += i < full ? "█" : "░";
  const auto colour = left < 0 ? Colour::Red : left < 0.3 ? Colour::Yellow : Colour::Green;
  return terminal.paint(colour, bar) + ' ' + (left < 0 ? "overdrawn" : percent(left) + " left");
}

std::string block(const Terminal& terminal, const json::array& items, const std::string& event) {
  Table table({"PROMISE", "GOOD", "BAD", "REACHED", "PROMISED", "ERROR BUDGET"});
  for (const auto& item : items) {
    if (text_at(item, "/event") != event) continue;
    const auto all = number_at(item, "/good") + number_at(item, "/bad");
    table.add({harmless(promise(text_at(item, "/indicator"))),
               std::to_string(number_at(item, "/good")), std::to_string(number_at(item, "/bad")),
               all == 0 ? "-" : percent(real_at(item, "/reached")),
               percent(real_at(item, "/objective")),
               all == 0 ? "nothing counted yet" : budget(terminal, real_at(item, "/budget_left"))});
  }
  return table.text(terminal);
}

}  // namespace

ExitCode show_service_level(Shell& shell) {
  const auto days = std::to_string(shell.arguments.days);
  const auto page = shell.client.ask("GET", "/v1/service-level?days=" + days);
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();
  const auto& items = list_at(*page, "/items");
  shell.say(shell.terminal.paint(Colour::Bold, "All events of the last " + days + " days"));
  shell.say_part(block(shell.terminal, items, ""));
  std::string last;
  for (const auto& item : items) {
    const auto event = text_at(item, "/event");
    if (event.empty() || event == last) continue;
    last = event;
    shell.say('\n' + shell.terminal.paint(Colour::Bold, "Event " + harmless(event)));
    shell.say_part(block(shell.terminal, items, event));
  }
  return ExitCode::Ok;
}

}  // namespace booth::cli
