#include "daemon/compose/toml_reader.hpp"

#include <array>
#include <cmath>
#include <sstream>

namespace booth::compose {
namespace {

std::string shortest(double value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

std::string describe(const toml::node& node) {
  std::ostringstream out;
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  if (const auto* text = node.as_string()) return "\"" + text->get() + "\"";
  node.visit([&](const auto& value) {
    if constexpr (toml::is_value<decltype(value)>) out << value;
  });
  return out.str();
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<Colour> parse_colour(std::string_view text) {
  if ((text.size() != 7 && text.size() != 9) || text[0] != '#') return std::nullopt;
  std::array<std::uint8_t, 4> channels{0, 0, 0, 255};
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    channels[i / 2] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return Colour{channels[0], channels[1], channels[2], channels[3]};
}

}  // namespace

const toml::node* TomlReader::find(std::string_view key) {
  known_.emplace(key);
  return table_.get(key);
}

int TomlReader::line_of(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return node ? static_cast<int>(node->source().begin.line) : line();
}

void TomlReader::problem(std::string_view key, std::string expected, std::string found) {
  problems_.push_back({file_, line_of(key), std::string(key),
                       "expected " + expected + ", found " + std::move(found)});
}

void TomlReader::wrong(std::string_view key, const toml::node& node, std::string expected) {
  problem(key, std::move(expected), describe(node));
}

std::string TomlReader::text(std::string_view key, std::string otherwise) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  if (const auto* value = node->as_string()) return value->get();
  wrong(key, *node, "a text in quotes");
  return otherwise;
}

double TomlReader::number(std::string_view key, double otherwise, double from, double to) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  const auto value = node->value<double>();
  if (node->is_number() && value && std::isfinite(*value) && *value >= from && *value <= to)
    return *value;
  wrong(key, *node, "a number from " + shortest(from) + " to " + shortest(to));
  return otherwise;
}

int TomlReader::whole(std::string_view key, int otherwise, int from, int to) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  const auto* value = node->as_integer();
  if (value && value->get() >= from && value->get() <= to) return static_cast<int>(value->get());
  wrong(key, *node, "a whole number from " + std::to_string(from) + " to " + std::to_string(to));
  return otherwise;
}

bool TomlReader::yes(std::string_view key, bool otherwise) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  if (const auto* value = node->as_boolean()) return value->get();
  wrong(key, *node, "true or false");
  return otherwise;
}

Colour TomlReader::colour(std::string_view key, Colour otherwise) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  if (const auto* value = node->as_string())
    if (const auto colour = parse_colour(value->get())) return *colour;
  wrong(key, *node, "a colour such as \"#fbf8f2\" or, with alpha, \"#00000080\"");
  return otherwise;
}

double TomlReader::word(std::string_view key, double otherwise,
                        std::initializer_list<std::pair<std::string_view, double>> words) {
  const toml::node* node = find(key);
  if (!node) return otherwise;
  std::string expected;
  for (const auto& [name, value] : words) {
    if (node->is_string() && node->as_string()->get() == name) return value;
    expected += (expected.empty() ? "\"" : ", \"") + std::string(name) + "\"";
  }
  wrong(key, *node, "one of " + expected);
  return otherwise;
}

std::string TomlReader::required_text(std::string_view key) {
  if (!has(key)) problem(key, "a text", "nothing");
  return text(key, "");
}

double TomlReader::required_number(std::string_view key, double from, double to) {
  if (!has(key)) problem(key, "a number from " + shortest(from) + " to " + shortest(to), "nothing");
  return number(key, from, from, to);
}

const toml::table* TomlReader::table(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return nullptr;
  if (!node->is_table()) wrong(key, *node, "a table");
  return node->as_table();
}

const toml::array* TomlReader::array_of_tables(std::string_view key) {
  const toml::node* node = find(key);
  if (!node) return nullptr;
  if (node->is_array_of_tables()) return node->as_array();
  wrong(key, *node, "tables headed [[" + std::string(key) + "]]");
  return nullptr;
}

void TomlReader::finish() {
  for (const auto& [key, node] : table_) {
    if (known_.contains(key.str())) continue;
    std::string known;
    for (const std::string& name : known_) known += (known.empty() ? "" : ", ") + name;
    problems_.push_back({file_, static_cast<int>(key.source().begin.line), std::string(key.str()),
                         "expected one of " + known + ", found a key that nobody reads"});
  }
}

}  // namespace booth::compose
