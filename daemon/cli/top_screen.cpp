#include "daemon/cli/top_screen.hpp"

#include <algorithm>
#include <ctime>
#include <sstream>
#include <vector>

#include "daemon/cli/finding.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/status_findings.hpp"
#include "daemon/core/ids.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;
using Lines = std::vector<std::string>;

constexpr std::size_t kFewestFacts = 3;

void append(Lines& lines, const std::string& text) {
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
}

std::string wall_clock(UtcTime now) {
  const auto seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[16];
  std::strftime(text, sizeof text, "%H:%M:%S", &local);
  return text;
}

/// Event on the left, clock on the right.
std::string header(const Terminal& terminal, const TopView& view, Level worst) {
  auto left = ' ' + harmless(text_at(view.status, "/event/title"));
  if (left.size() == 1) left = " boothd";
  std::string pill = terminal.paint(Colour::Green, "well");
  if (worst == Level::Look) pill = terminal.paint(Colour::Yellow, "look");
  if (worst == Level::Broken) pill = terminal.paint(Colour::Red, "FAILED");
  const auto right = wall_clock(view.now) + "  q quits ";
  const auto columns = static_cast<std::size_t>(terminal.columns());
  const auto used = width_of(left) + 2 + width_of(pill) + width_of(right);
  return terminal.paint(Colour::Bold, left) + "  " + pill +
         std::string(columns > used ? columns - used : 1, ' ') + terminal.paint(Colour::Dim, right);
}

Lines prints_under_way(const Terminal& terminal, const TopView& view) {
  Lines lines;
  for (const auto& print : list_at(view.prints, "/items")) {
    const auto state = text_at(print, "/state");
    if (state == "printed" || state == "cancelled") continue;
    auto line = "  " + padded(short_id(text_at(print, "/id")), 10) + padded(words(state), 12) +
                padded(harmless(text_at(print, "/printer")), 10) +
                padded(age_text(text_at(print, "/requested_at"), view.now), 14) +
                harmless(text_at(print, "/reason"));
    const bool needs_person = state == "held" || state == "unknown" || state == "failed";
    lines.push_back(needs_person ? terminal.paint(Colour::Yellow, line) : line);
  }
  if (lines.empty()) lines.push_back(terminal.paint(Colour::Dim, "  nothing waits"));
  return lines;
}

std::string fact_line(const Terminal& terminal, const json::value& fact, UtcTime now) {
  const auto subject = harmless(text_at(fact, "/subject"));
  const auto type = harmless(text_at(fact, "/type"));
  auto colour = Colour::Plain;
  if (type == "alarm.raised") colour = Colour::Red;
  if (type == "alarm.cleared" || type.starts_with("print.printed")) colour = Colour::Green;
  return "  " + terminal.paint(Colour::Dim, padded(age_text(text_at(fact, "/at"), now), 12)) +
         terminal.paint(colour, padded(type, 22)) + ' ' +
         (is_uuid(subject) ? short_id(subject) : subject) + ' ' +
         terminal.paint(Colour::Dim, harmless(json::serialize(thing_at(fact, "/data"))));
}

std::string title(const Terminal& terminal, const std::string& text) {
  const auto columns = static_cast<std::size_t>(terminal.columns());
  std::string line = "── " + text + ' ';
  while (width_of(line) < columns) line += "─";
  return terminal.paint(Colour::Dim, line);
}

/// The newest facts fill what is left of the screen.
void add_facts(Lines& lines, const Terminal& terminal, const TopView& view, std::size_t rows) {
  lines.push_back(title(terminal, "what happened"));
  const auto& facts = list_at(view.facts, "/items");
  const auto room = rows > lines.size() ? rows - lines.size() : 0;
  for (std::size_t i = 0; i < std::min(room, facts.size()); ++i)
    lines.push_back(fact_line(terminal, facts[facts.size() - 1 - i], view.now));
}

}  // namespace

std::string cut_to(const std::string& text, std::size_t columns) {
  std::string cut;
  std::size_t width = 0;
  bool is_painted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\033') {
      const auto end = std::min(text.find('m', i), text.size() - 1);
      cut.append(text, i, end - i + 1);
      is_painted = true;
      i = end;
      continue;
    }
    const bool begins_character = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins_character && ++width > columns) break;
    cut += text[i];
  }
  return is_painted ? cut + "\033[0m" : cut;
}

std::string top_frame(const Terminal& terminal, int rows, const TopView& view) {
  const auto most = static_cast<std::size_t>(std::max(rows, 1));
  Lines lines;
  if (view.trouble.empty()) {
    const auto findings = status_findings(view.status, view.now);
    lines.push_back(header(terminal, view, worst_of(findings)));
    append(lines, drawn(terminal, findings));
    // What is wrong comes first; on a small screen the queue makes room for it.
    if (lines.size() + kFewestFacts + 3 < most) {
      lines.push_back(title(terminal, "prints under way"));
      for (auto& line : prints_under_way(terminal, view))
        if (lines.size() + kFewestFacts + 1 < most) lines.push_back(std::move(line));
    }
    add_facts(lines, terminal, view, most);
  } else {
    lines.push_back(header(terminal, view, Level::Broken));
    append(lines, "\n  " + harmless(view.trouble) + "\n  Is boothd running? It is waited for.");
  }
  lines.resize(most);
  std::string frame = "\033[H";
  for (std::size_t i = 0; i < lines.size(); ++i)
    frame += cut_to(lines[i], static_cast<std::size_t>(terminal.columns())) + "\033[K" +
             (i + 1 < lines.size() ? "\r\n" : "");
  return frame;
}

}  // namespace booth::cli
