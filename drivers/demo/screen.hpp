#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace booth::demo {

std::string seconds_text(std::chrono::milliseconds duration);  ///< "0.4 s"
std::string size_text(std::uint64_t bytes);                    ///< "8.3 MB"

/// What the person in front of the terminal sees. On a terminal the line of the work in progress is
/// redrawn in place and there are colours (unless NO_COLOR is set); into a file or a pipe only
/// lines that stay are written.
class Screen {
 public:
  Screen();

  void title(const std::string& text);
  void section(const std::string& text);

  /// Work in progress: shown until the next line comes. Nothing in a pipe.
  void progress(const std::string& what, const std::string& detail);

  /// A line that stays. `took` is shown at its end unless it is zero.
  void done(const std::string& what, const std::string& detail,
            std::chrono::milliseconds took = {});
  void plain(const std::string& text);
  /// One row of a table: cells padded to their widths, right-aligned where the width is negative.
  void row(const std::vector<std::pair<std::string, int>>& cells);
  void verdict(bool is_true, const std::string& sentence);

 private:
  void write(const std::string& line);
  std::string coloured(const char* code, const std::string& text) const;

  bool is_terminal_;
  bool has_colours_;
  int width_;
  bool has_progress_ = false;
};

}  // namespace booth::demo
