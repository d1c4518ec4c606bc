#include "daemon/runtime/toml.hpp"

namespace booth {
namespace {

/// Each dot of a key is one table deeper. A key stands on one line, so with the limit of nested
/// values this bounds the depth at some thousand tables; 16,000 are still freed within a stack of
/// 8 MB.
constexpr int kMostDotsInLine = 200;

void refuse_deep_keys(std::string_view text) {
  toml::source_position at{1, 1};
  int dots = 0;
  char before = '\n';
  for (const char c : text) {
    // Leaders such as "Menu ......" stand in texts only: no key has two dots in a row.
    if (c == '.' && before != '.' && ++dots > kMostDotsInLine)
      throw toml::parse_error("more than 200 dots in one line", at);
    before = c;
    ++at.column;
    if (c != '\n') continue;
    ++at.line;
    at.column = 1;
    dots = 0;
  }
}

}  // namespace

toml::table parse_toml(std::string_view text, std::string_view file) {
  refuse_deep_keys(text);
  return toml::parse(text, file);
}

}  // namespace booth
