#include "daemon/core/layout/fill_text.hpp"

#include <algorithm>

namespace booth {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

struct Piece {
  std::string_view plain;  ///< before the placeholder
  std::string_view name;   ///< empty for the last piece
};

std::vector<Piece> split(std::string_view text) {
  std::vector<Piece> pieces;
  std::size_t plain_from = 0;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (is_name(name)) {
      pieces.push_back({text.substr(plain_from, open - plain_from), name});
      plain_from = close + 1;
      open = text.find('{', plain_from);
    } else {
      open = text.find('{', open + 1);
    }
  }
  pieces.push_back({text.substr(plain_from), {}});
  return pieces;
}

}  // namespace

std::vector<std::string> placeholders_in(std::string_view text) {
  std::vector<std::string> names;
  for (const Piece& piece : split(text))
    if (!piece.name.empty()) names.emplace_back(piece.name);
  return names;
}

std::string fill_text(std::string_view text, const std::map<std::string, std::string>& texts) {
  std::string filled;
  bool has_placeholder = false;
  bool has_words = false;
  for (const Piece& piece : split(text)) {
    filled += piece.plain;
    if (piece.name.empty()) continue;
    has_placeholder = true;
    const auto found = texts.find(std::string(piece.name));
    if (found == texts.end() || found->second.empty()) continue;
    has_words = true;
    filled += found->second;
  }
  return has_placeholder && !has_words ? std::string() : filled;
}

}  // namespace booth
