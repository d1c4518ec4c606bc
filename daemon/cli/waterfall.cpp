#include "daemon/cli/waterfall.hpp"

#include <algorithm>
#include <cstdio>
#include <set>
#include <vector>

#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::size_t kTimeWidth = 9;
constexpr std::size_t kNarrowestBar = 20;
/// Bars beyond this many times the session's own length leave the picture.
constexpr int kLongest = 4;

struct Bar {
  std::string name;
  std::string label;
  std::string note;
  UtcTime from;
  UtcTime to;
  bool is_open = false;
  Colour colour = Colour::Plain;
};

Colour colour_of(const std::string& name) {
  if (name.starts_with("shot.") || name.starts_with("sheet.")) return Colour::Bold;
  if (name.starts_with("print.")) return Colour::Green;
  if (name.starts_with("upload.")) return Colour::Yellow;
  return Colour::Plain;
}

std::string exact_text(milliseconds time) {
  char text[32];
  if (time < std::chrono::seconds(1))
    std::snprintf(text, sizeof text, "%d ms", static_cast<int>(time.count()));
  else if (time < std::chrono::minutes(2))
    std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(time.count()) / 1000);
  else
    return duration_text(time);
  return text;
}

std::vector<Bar> bars_of(const json::value& trace, UtcTime now) {
  std::vector<Bar> bars;
  for (const auto& span : list_at(trace, "/spans")) {
    const auto from = time_from(text_at(span, "/started_at"));
    if (!from) continue;
    const auto name = text_at(span, "/name");
    const auto to = time_from(text_at(span, "/ended_at"));
    Bar bar;
    bar.name = name;
    const auto dot = name.find('.');
    bar.label = words(
        harmless(name.substr(0, dot) + ' ' + name.substr(std::min(dot, name.size() - 1) + 1)));
    const auto subject = short_id(harmless(text_at(span, "/subject")));
    if (!name.starts_with("session.") && subject.size() > 4) bar.label += ' ' + subject.substr(4);
    bar.note = harmless(text_at(span, "/note"));
    bar.from = *from;
    bar.to = to.value_or(std::max(now, *from));
    bar.is_open = !to;
    bar.colour = colour_of(name);
    bars.push_back(std::move(bar));
  }
  return bars;
}

/// Where the picture ends: the session and its sheet, and a good deal more.
UtcTime right_edge(const std::vector<Bar>& bars, UtcTime begin) {
  auto own = begin;
  auto all = begin;
  for (const auto& bar : bars) {
    all = std::max(all, bar.to);
    if (bar.colour == Colour::Plain || bar.colour == Colour::Bold) own = std::max(own, bar.to);
  }
  const auto most = begin + std::max((own - begin) * kLongest, milliseconds(1000));
  return std::max(std::min(all, most), begin + milliseconds(1));
}

std::string drawn_bar(const Terminal& terminal, const Bar& bar, UtcTime begin, UtcTime end,
                      std::size_t width) {
  const auto column = [&](UtcTime time) {
    const auto share = static_cast<double>((std::clamp(time, begin, end) - begin).count()) /
                       static_cast<double>((end - begin).count());
    return static_cast<std::size_t>(share * static_cast<double>(width));
  };
  const auto first = std::min(column(bar.from), width - 1);
  const auto last = std::clamp(column(bar.to), first + 1, width);
  std::string blocks;
  for (auto i = first; i < last; ++i) blocks += "█";
  std::string arrow;
  if (bar.to > end)
    arrow = "▶";
  else if (bar.is_open)
    arrow = "…";
  return std::string(first, ' ') + terminal.paint(bar.colour, blocks) + arrow +
         std::string(width - last + (arrow.empty() ? 1 : 0), ' ');
}

std::string ruler(std::size_t width, milliseconds length) {
  std::string line;
  constexpr std::size_t kEvery = 20;
  for (std::size_t at = 0; at + kEvery / 2 < width; at += kEvery) {
    const auto time = milliseconds(length.count() * static_cast<std::int64_t>(at) /
                                   static_cast<std::int64_t>(width));
    line = padded(line, at) + "|" + exact_text(time);
  }
  return line;
}

}  // namespace

std::string waterfall(const Terminal& terminal, const json::value& trace, UtcTime now) {
  const auto bars = bars_of(trace, now);
  auto text = "Trace " + harmless(text_at(trace, "/trace_id")) + '\n';
  if (bars.empty()) return text + "Nothing was measured: the session began before this version.\n";

  std::size_t label_width = 0;
  auto begin = bars.front().from;
  for (const auto& bar : bars) {
    label_width = std::max(label_width, width_of(bar.label));
    begin = std::min(begin, bar.from);
  }
  const auto end = right_edge(bars, begin);
  const auto columns = static_cast<std::size_t>(terminal.columns());
  const auto taken = label_width + 2 + kTimeWidth + 2;
  const auto width = std::max(kNarrowestBar, columns > taken + 1 ? columns - taken - 1 : 0);

  const std::string indent(taken, ' ');
  std::set<std::string> told;  // ten uploads proved in the same way say so once
  text += indent + terminal.paint(Colour::Dim, ruler(width, end - begin)) + '\n';
  for (const auto& bar : bars) {
    const auto time = exact_text(bar.to - bar.from);
    text += padded(bar.label, label_width + 2) +
            std::string(kTimeWidth - std::min(kTimeWidth, width_of(time)), ' ') + time + "  ";
    auto line = drawn_bar(terminal, bar, begin, end, width);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
    if (!bar.note.empty() && told.insert(bar.name + bar.note).second)
      for (const auto& part : wrapped(bar.note, width))
        text += indent + terminal.paint(Colour::Dim, part) + '\n';
  }
  return text;
}

}  // namespace booth::cli
