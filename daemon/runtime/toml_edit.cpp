#include "daemon/runtime/toml_edit.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>

#include "daemon/runtime/toml.hpp"

namespace booth {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream all(text);
  for (std::string line; std::getline(all, line);) lines.push_back(line);
  return lines;
}

std::string text_of(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) text += line + '\n';
  return text;
}

/// As a TOML basic string.
std::string quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    std::array<char, 8> escaped{c};
    if (c == '"' || c == '\\') escaped = {'\\', c};
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (is_control) std::snprintf(escaped.data(), escaped.size(), "\\u%04X", c);
    quoted += escaped.data();
  }
  return quoted + '"';
}

std::string without_blanks(std::string line) {
  std::erase_if(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
  return line;
}

/// Where the value of `key = value  # comment` begins and ends. Empty when the line is another.
struct ValueSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::optional<ValueSpan> value_in(const std::string& line, const std::string& key) {
  if (!without_blanks(line).starts_with(key + '=')) return std::nullopt;
  auto begin = line.find('=') + 1;
  while (begin < line.size() && line[begin] == ' ') ++begin;
  auto end = begin;
  char quote = 0;
  for (auto i = begin; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && c == '#') break;
    if (quote == '"' && c == '\\') {
      ++i;
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    }
    if (c != ' ' && c != '\t' && c != '\r') end = std::min(i + 1, line.size());
  }
  return ValueSpan{begin, end};
}

/// The lines behind a header up to the next one.
struct Section {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::optional<Section> find_section(const Lines& lines, const TomlWish& wish) {
  const auto header = wish.index ? "[[" + wish.section + "]]" : '[' + wish.section + ']';
  auto left = wish.index.value_or(0);
  const auto is_header = [](const std::string& line) {
    return without_blanks(line).starts_with('[');
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto bare = without_blanks(lines[i]);
    if (bare.substr(0, bare.find('#')) != header || left-- != 0) continue;
    const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    const auto end = std::find_if(begin, lines.end(), is_header);
    return Section{i + 1, static_cast<std::size_t>(end - lines.begin())};
  }
  return std::nullopt;
}

void add_section(Lines& lines, const TomlWish& wish) {
  if (!lines.empty() && !lines.back().empty()) lines.emplace_back();
  lines.push_back(wish.index ? "[[" + wish.section + "]]" : '[' + wish.section + ']');
  lines.push_back(wish.key + " = " + quoted(*wish.value));
}

void change(Lines& lines, const TomlWish& wish) {
  const auto section = find_section(lines, wish);
  if (!section) {
    if (wish.value) add_section(lines, wish);
    return;
  }
  auto last = section->begin;  // behind the last line that says something
  for (auto i = section->begin; i < section->end; ++i) {
    const auto at = lines.begin() + static_cast<std::ptrdiff_t>(i);
    if (const auto span = value_in(*at, wish.key)) {
      if (wish.value)
        at->replace(span->begin, span->end - span->begin, quoted(*wish.value));
      else
        lines.erase(at);
      return;
    }
    if (!without_blanks(*at).empty() && without_blanks(*at).front() != '#') last = i + 1;
  }
  if (wish.value)
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(last),
                 wish.key + " = " + quoted(*wish.value));
}

toml::table* table_in(toml::table& root, const TomlWish& wish) {
  if (!wish.index) {
    if (!root.contains(wish.section)) root.insert(wish.section, toml::table{});
    return root.get(wish.section)->as_table();
  }
  if (!root.contains(wish.section)) root.insert(wish.section, toml::array{});
  auto* list = root.get(wish.section)->as_array();
  if (list && list->size() == *wish.index) list->push_back(toml::table{});
  return list && list->size() > *wish.index ? list->get(*wish.index)->as_table() : nullptr;
}

/// @returns false when the file has something else in its place
bool wish_in(toml::table& root, const TomlWish& wish) {
  if (!wish.value && !root.contains(wish.section)) return true;
  auto* table = table_in(root, wish);
  if (!table) return false;
  if (wish.value)
    table->insert_or_assign(wish.key, *wish.value);
  else
    table->erase(wish.key);
  return true;
}

bool is_fulfilled(const toml::table& root, const TomlWish& wish) {
  auto after = root;
  return wish_in(after, wish) && after == root;
}

bool reads_as(const Lines& lines, const std::string& file, const toml::table& wished) {
  try {
    return parse_toml(text_of(lines), file) == wished;
  } catch (const toml::parse_error&) {
    return false;  // a section that is there in another spelling was added once more
  }
}

}  // namespace

Result<std::string> with_values(const std::string& text, const std::string& file,
                                const std::vector<TomlWish>& wishes) {
  toml::table wished;
  try {
    wished = parse_toml(text, file);
  } catch (const toml::parse_error& error) {
    return make_error(Errc::BadInput,
                      file + ':' + std::to_string(error.source().begin.line) +
                          ": this is not TOML: " + std::string(error.description()));
  }
  auto lines = lines_of(text);
  const auto before = lines;
  for (const auto& wish : wishes) {
    if (is_fulfilled(wished, wish)) continue;
    const bool is_possible = wish_in(wished, wish);
    change(lines, wish);
    if (!is_possible || !reads_as(lines, file, wished))
      return make_error(Errc::Conflict,
                        file + ": " + wish.section + '.' + wish.key +
                            " is written in a way that is left alone here: change it by hand" +
                            (wish.value ? " to " + quoted(*wish.value) : ""));
  }
  return lines == before ? text : text_of(lines);
}

}  // namespace booth
