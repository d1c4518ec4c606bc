#include "drivers/cups/setup/marked_block.hpp"

namespace booth::setup {
namespace {

constexpr std::string_view kBegin =
    "# --- boothctl printer setup: begin (taken out again by --undo; do not edit) ---\n";
constexpr std::string_view kEnd = "# --- boothctl printer setup: end ---\n";

}  // namespace

std::string without_block(const std::string& text) {
  const auto begin = text.find(kBegin);
  const auto end = begin == std::string::npos ? begin : text.find(kEnd, begin);
  if (end == std::string::npos) return text;
  return text.substr(0, begin) + text.substr(end + kEnd.size());
}

std::string with_block(const std::string& text, const std::vector<std::string>& lines) {
  auto result = without_block(text);
  if (lines.empty()) return result;
  // The one byte that is not taken out again.
  if (!result.empty() && result.back() != '\n') result += '\n';
  result += kBegin;
  for (const auto& line : lines) result += line + "\n";
  return result + std::string(kEnd);
}

}  // namespace booth::setup
