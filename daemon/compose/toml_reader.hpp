#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/compose/template_problem.hpp"
#include "daemon/core/layout/sheet_template.hpp"
#include "daemon/runtime/toml.hpp"

namespace booth::compose {

/// Reads one TOML table key by key and writes down every mistake instead of stopping at the first.
/// Internal to this folder: toml++ is in no other header.
class TomlReader {
 public:
  TomlReader(const toml::table& table, std::string file, std::vector<TemplateProblem>& problems)
      : table_(table), file_(std::move(file)), problems_(problems) {}

  bool has(std::string_view key) const { return table_.contains(key); }
  int line() const { return static_cast<int>(table_.source().begin.line); }
  const std::string& file() const { return file_; }

  /// Each returns `otherwise` when the key is missing or wrong; wrong is written down.
  std::string text(std::string_view key, std::string otherwise);
  double number(std::string_view key, double otherwise, double from, double to);
  int whole(std::string_view key, int otherwise, int from, int to);
  bool yes(std::string_view key, bool otherwise);
  Colour colour(std::string_view key, Colour otherwise);
  /// Words such as "left" with their value.
  double word(std::string_view key, double otherwise,
              std::initializer_list<std::pair<std::string_view, double>> words);

  std::string required_text(std::string_view key);
  double required_number(std::string_view key, double from, double to);

  /// A table within, or nullptr.
  const toml::table* table(std::string_view key);
  const toml::array* array_of_tables(std::string_view key);

  void problem(std::string_view key, std::string expected, std::string found);
  /// Names every key that nobody has asked for: a typing error must not pass unseen.
  void finish();

 private:
  const toml::node* find(std::string_view key);
  void wrong(std::string_view key, const toml::node& node, std::string expected);
  int line_of(std::string_view key) const;

  const toml::table& table_;
  std::string file_;
  std::vector<TemplateProblem>& problems_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace booth::compose
