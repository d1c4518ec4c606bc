#include "daemon/cli/finding.hpp"

#include <algorithm>

#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

constexpr std::size_t kPillWidth = 8;
constexpr std::size_t kNarrowest = 24;

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

std::string drawn_one(const Terminal& terminal, const Finding& finding, std::size_t label_width) {
  const std::size_t indent = 2 + label_width + 2 + kPillWidth;
  const auto columns = static_cast<std::size_t>(terminal.columns());
  const auto room = std::max(kNarrowest, columns > indent ? columns - indent : 0);

  auto text = "  " + padded(harmless(finding.label), label_width + 2) +
              padded(pill(terminal, finding.level), kPillWidth);
  const std::string below(indent, ' ');
  std::string begin;
  for (const auto& part : wrapped(harmless(finding.text), room)) {
    text += begin + part + '\n';
    begin = below;
  }
  if (finding.level == Level::Fine || finding.what_to_do.empty()) return text;
  begin = below + "-> ";
  for (const auto& part : wrapped(harmless(finding.what_to_do), room - 3)) {
    text += begin + terminal.paint(Colour::Bold, part) + '\n';
    begin = below + "   ";
  }
  return text;
}

}  // namespace

Level worst_of(const std::vector<Finding>& findings) {
  auto worst = Level::Fine;
  for (const auto& finding : findings) worst = std::max(worst, finding.level);
  return worst;
}

std::string drawn(const Terminal& terminal, const std::vector<Finding>& findings) {
  std::size_t label_width = 0;
  for (const auto& finding : findings) label_width = std::max(label_width, width_of(finding.label));
  std::string text;
  for (const auto& finding : findings) text += drawn_one(terminal, finding, label_width);
  return text;
}

}  // namespace booth::cli
