#include "daemon/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace booth::cli {
namespace {

constexpr int kFileColumns = 100;
constexpr std::size_t kNarrowestColumn = 20;

bool wants_colours() {
  if (::isatty(STDOUT_FILENO) == 0) return false;
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour && *no_colour) return false;
  const char* kind = std::getenv("TERM");
  return kind && std::string_view(kind) != "dumb";
}

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::Plain:
      return "";
    case Colour::Bold:
      return "\033[1m";
    case Colour::Dim:
      return "\033[2m";
    case Colour::Green:
      return "\033[32m";
    case Colour::Yellow:
      return "\033[33m";
    case Colour::Red:
      return "\033[1;31m";
  }
  return "";
}

/// Up to the next blank that is not inside a `command`, which must not be torn apart.
std::size_t word_end(std::string_view text) {
  bool is_command = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') is_command = !is_command;
    if (text[i] == ' ' && !is_command) return i;
  }
  return is_command ? std::min(text.find(' '), text.size()) : text.size();
}

}  // namespace

Terminal Terminal::of_standard_output() {
  ::winsize size{};
  const bool is_known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return {wants_colours(), is_known ? size.ws_col : kFileColumns, ::isatty(STDOUT_FILENO) == 1};
}

std::string Terminal::paint(Colour colour, std::string_view text) const {
  if (!has_colours_ || colour == Colour::Plain) return std::string(text);
  return std::string(code_of(colour)) + std::string(text) + "\033[0m";
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\033') {
      i = std::min(text.find('m', i), text.size());
      continue;
    }
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++width;
  }
  return width;
}

std::string padded(std::string text, std::size_t width) {
  const auto taken = width_of(text);
  if (taken < width) text.append(width - taken, ' ');
  return text;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const auto word = text.substr(0, word_end(text));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    if (!lines.back().empty() && width_of(lines.back()) + 1 + width_of(word) > width)
      lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

std::string progress_bar(const Terminal& terminal, std::size_t done, std::size_t all) {
  constexpr std::size_t kWidth = 20;
  const auto full = all == 0 ? kWidth : std::min(kWidth, done * kWidth / all);
  std::string bar;
  for (std::size_t i = 0; i < kWidth; ++i) bar += i < full ? "█" : "░";
  return terminal.paint(Colour::Green, bar);
}

std::string Table::text(const Terminal& terminal) const {
  std::vector<std::size_t> widths;
  for (const auto& heading : headings_) widths.push_back(width_of(heading));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));

  std::size_t indent = 0;  // where the last column begins
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) indent += widths[i] + 2;
  const auto columns = static_cast<std::size_t>(terminal.columns());
  const auto room = std::max(kNarrowestColumn, columns > indent ? columns - indent : 0);

  const auto line = [&](const std::vector<std::string>& cells) {
    std::string joined;
    for (std::size_t i = 0; i + 1 < cells.size(); ++i) joined += padded(cells[i], widths[i] + 2);
    // A long last cell, usually a reason, goes on below itself.
    std::string begin;
    for (const auto& part : wrapped(cells.back(), room)) {
      joined += begin + part;
      begin = '\n' + std::string(indent, ' ');
    }
    joined.erase(joined.find_last_not_of(' ') + 1);
    return joined + '\n';
  };
  std::string all = terminal.paint(Colour::Dim, line(headings_));
  for (const auto& row : rows_) all += line(row);
  return all;
}

}  // namespace booth::cli
