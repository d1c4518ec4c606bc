#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace booth::cli {

enum class Colour { Plain, Bold, Dim, Green, Yellow, Red };

/// What a person reads goes through here: colours only where they are seen, tables that line up,
/// texts that wrap.
class Terminal {
 public:
  /// Colours when standard output is a terminal, NO_COLOR is not set and TERM is not "dumb".
  static Terminal of_standard_output();

  Terminal(bool has_colours, int columns, bool is_screen = false)
      : has_colours_(has_colours), columns_(columns), is_screen_(is_screen) {}

  /// A person's screen, where one may draw over what stands there.
  bool is_screen() const { return is_screen_; }

  /// Columns to fill; 100 when the output is a file or a pipe.
  int columns() const { return columns_; }

  std::string paint(Colour colour, std::string_view text) const;

 private:
  bool has_colours_;
  int columns_;
  bool is_screen_;
};

/// Columns a text takes on the screen: UTF-8 characters, escape sequences of `paint` not counted.
std::size_t width_of(std::string_view text);

std::string padded(std::string text, std::size_t width);

/// Breaks at blanks. Words longer than `width` stay whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// "[████░░░░░░]"
std::string progress_bar(const Terminal& terminal, std::size_t done, std::size_t all);

/// Rows under headings, columns as wide as their widest cell, two blanks between.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}

  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  std::string text(const Terminal& terminal) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace booth::cli
