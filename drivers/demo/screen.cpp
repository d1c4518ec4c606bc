#include "drivers/demo/screen.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

namespace booth::demo {
namespace {

constexpr int kNameWidth = 10;
constexpr int kTookWidth = 9;
constexpr int kPlainWidth = 100;

/// Characters as a terminal counts them: the bytes that do not continue a UTF-8 sequence.
int shown_width(const std::string& text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string padded(const std::string& text, int width) {
  return text + std::string(static_cast<std::size_t>(std::max(1, width - shown_width(text))), ' ');
}

/// Cuts at a character, so that a narrow window does not wrap the line that is redrawn.
std::string cut(const std::string& text, int width) {
  if (shown_width(text) <= width) return text;
  std::string result;
  for (const char c : text) {
    const bool begins_character = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins_character && shown_width(result) >= width) break;
    result += c;
  }
  return result;
}

int window_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return kPlainWidth;
  return std::min<int>(size.ws_col, kPlainWidth);
}

std::string one_decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

}  // namespace

std::string seconds_text(std::chrono::milliseconds duration) {
  return one_decimal(static_cast<double>(duration.count()) / 1000) + " s";
}

std::string size_text(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (size >= 1e6) return one_decimal(size / 1e6) + " MB";
  if (size >= 1e3) return one_decimal(size / 1e3) + " kB";
  return std::to_string(bytes) + " bytes";
}

Screen::Screen()
    : is_terminal_(::isatty(STDOUT_FILENO) == 1),
      has_colours_(is_terminal_ && std::getenv("NO_COLOR") == nullptr),
      width_(is_terminal_ ? window_width() : kPlainWidth) {}

void Screen::title(const std::string& text) {
  write(coloured("1", text));
}

void Screen::section(const std::string& text) {
  write("");
  write(coloured("1;36", text));
}

void Screen::progress(const std::string& what, const std::string& detail) {
  if (!is_terminal_) return;
  const auto line = cut("  " + padded(what, kNameWidth) + detail, width_ - 1);
  std::cout << "\r\033[K" << coloured("33", line) << std::flush;
  has_progress_ = true;
}

void Screen::done(const std::string& what, const std::string& detail,
                  std::chrono::milliseconds took) {
  const auto line = "  " + padded(what, kNameWidth) + detail;
  if (took == std::chrono::milliseconds::zero()) {
    write(line);
    return;
  }
  const auto text = seconds_text(took);
  const auto room = width_ - 1 - kTookWidth;
  const auto indent =
      std::string(static_cast<std::size_t>(std::max(1, kTookWidth - shown_width(text))), ' ');
  write(padded(line, room) + indent + coloured("2", text));
}

void Screen::plain(const std::string& text) {
  write(text);
}

void Screen::row(const std::vector<std::pair<std::string, int>>& cells) {
  std::string line;
  for (const auto& [text, width] : cells) {
    const auto missing = std::max(0, std::abs(width) - shown_width(text));
    const auto blanks = std::string(static_cast<std::size_t>(missing), ' ');
    line += "  " + (width < 0 ? blanks + text : text + blanks);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  write(line);
}

void Screen::verdict(bool is_true, const std::string& sentence) {
  write("  " + (is_true ? coloured("32", "yes") : coloured("1;31", "NO ")) + "  " + sentence);
}

void Screen::write(const std::string& line) {
  if (has_progress_) std::cout << "\r\033[K";
  has_progress_ = false;
  std::cout << line << std::endl;  // flushed: a pipe shows progress as it happens, too
}

std::string Screen::coloured(const char* code, const std::string& text) const {
  if (!has_colours_) return text;
  return std::string("\033[") + code + "m" + text + "\033[0m";
}

}  // namespace booth::demo
