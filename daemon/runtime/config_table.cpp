#include "daemon/runtime/config_table.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <sstream>

#include "daemon/runtime/closest_word.hpp"
#include "daemon/runtime/toml.hpp"

namespace booth {
namespace {

constexpr std::string_view kCredential = "credential:";

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "\"" : ", \"") + word + '"';
  return text;
}

std::string shortest(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

std::string describe(const toml::node& node) {
  if (const auto* text = node.as_string()) return '"' + text->get() + '"';
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* number = node.as_floating_point()) return shortest(number->get());
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  return "a date or time";
}

std::string where(const std::filesystem::path& file, const toml::source_region& source) {
  return file.string() + ':' + std::to_string(source.begin.line) + ':' +
         std::to_string(source.begin.column);
}

}  // namespace

struct ConfigTable::Node {
  std::shared_ptr<const toml::table> root;  ///< keeps `table` alive
  const toml::table* table = nullptr;       ///< null: this table is not in the file

  const toml::node* find(std::string_view key) const { return table ? table->get(key) : nullptr; }
};

void ConfigReading::add_problem(std::string_view where, std::string_view key,
                                std::string_view expected, std::string_view found) {
  std::string line(where);
  line.append(": ").append(key).append(": expected ").append(expected);
  problems.push_back(line.append(", found ").append(found));
}

ConfigTable::ConfigTable(ConfigReading& reading, std::shared_ptr<const Node> node, std::string name)
    : reading_(&reading), node_(std::move(node)), name_(std::move(name)) {}

ConfigTable ConfigTable::parse(const std::string& text, ConfigReading& reading) {
  auto node = std::make_shared<Node>();
  try {
    auto root = std::make_shared<toml::table>(parse_toml(text, reading.file.string()));
    node->table = root.get();
    node->root = std::move(root);
  } catch (const toml::parse_error& error) {
    reading.problems.push_back(where(reading.file, error.source()) +
                               ": this is not TOML: " + std::string(error.description()));
  }
  return ConfigTable(reading, std::move(node), "");
}

void ConfigTable::know(std::string_view key) {
  asked_.emplace(key);
  reading_->known_keys.insert(name_.empty() ? std::string(key) : name_ + '.' + std::string(key));
}

bool ConfigTable::has(std::string_view key) const {
  return node_->find(key) != nullptr;
}

void ConfigTable::problem(std::string_view key, std::string_view expected, std::string_view found) {
  const auto* at = node_->find(key);
  std::string place = reading_->file.string();
  if (at)
    place = where(reading_->file, at->source());
  else if (node_->table && !name_.empty())
    place = where(reading_->file, node_->table->source());
  reading_->add_problem(place, name_.empty() ? std::string(key) : name_ + '.' + std::string(key),
                        expected, found);
}

void ConfigTable::wrong_type(std::string_view key, std::string_view expected) {
  problem(key, expected, describe(*node_->find(key)));
}

std::string ConfigTable::text(std::string_view key, std::string otherwise) {
  know(key);
  const auto* found = node_->find(key);
  if (!found) return otherwise;
  if (const auto* text = found->as_string()) return text->get();
  wrong_type(key, "a text in quotes");
  return otherwise;
}

std::string ConfigTable::required_text(std::string_view key) {
  auto value = text(key, "");
  if (!has(key))
    problem(key, "a text", "nothing");
  else if (value.empty() && node_->find(key)->is_string())
    problem(key, "a text", "an empty one");
  return value;
}

int ConfigTable::whole(std::string_view key, int otherwise, int least, int most) {
  know(key);
  const auto* found = node_->find(key);
  if (!found) return otherwise;
  const auto* number = found->as_integer();
  if (number && number->get() >= least && number->get() <= most)
    return static_cast<int>(number->get());
  wrong_type(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return otherwise;
}

bool ConfigTable::yes(std::string_view key, bool otherwise) {
  know(key);
  const auto* found = node_->find(key);
  if (!found) return otherwise;
  if (const auto* flag = found->as_boolean()) return flag->get();
  wrong_type(key, "true or false");
  return otherwise;
}

std::chrono::milliseconds ConfigTable::seconds(std::string_view key,
                                               std::chrono::milliseconds otherwise, double least,
                                               double most) {
  know(key);
  const auto* found = node_->find(key);
  if (!found) return otherwise;
  const auto number = found->is_number() ? found->value<double>() : std::nullopt;
  // Written so that "nan" is refused too.
  if (number && *number >= least && *number <= most)
    return std::chrono::milliseconds(std::llround(*number * 1000));
  wrong_type(key, "seconds from " + shortest(least) + " to " + shortest(most));
  return otherwise;
}

std::string ConfigTable::word(std::string_view key, std::string otherwise,
                              const std::vector<std::string>& words) {
  auto value = text(key, otherwise);
  if (!has(key) || !node_->find(key)->is_string()) return otherwise;
  if (std::find(words.begin(), words.end(), value) != words.end()) return value;
  problem(key, "one of " + join(words), '"' + value + '"' + did_you_mean(value, words));
  return otherwise;
}

std::vector<std::string> ConfigTable::list(std::string_view key) {
  know(key);
  const auto* found = node_->find(key);
  if (!found) return {};
  std::vector<std::string> values;
  const auto* all = found->as_array();
  if (all)
    for (const auto& item : *all)
      if (const auto* text = item.as_string()) values.push_back(text->get());
  if (!all || values.size() != all->size()) wrong_type(key, "a list of texts");
  return values;
}

std::vector<std::string> ConfigTable::words(std::string_view key,
                                            std::vector<std::string> otherwise,
                                            const std::vector<std::string>& words) {
  know(key);
  const auto* found = node_->find(key);
  if (!found) return otherwise;
  const auto* list = found->as_array();
  if (!list || list->empty()) {
    wrong_type(key, "a list of some of " + join(words));
    return otherwise;
  }
  std::vector<std::string> values;
  for (const auto& item : *list) {
    const auto value = item.value<std::string>().value_or("");
    if (std::find(words.begin(), words.end(), value) == words.end())
      problem(key, "one of " + join(words), describe(item) + did_you_mean(value, words));
    else
      values.push_back(value);
  }
  return values;
}

std::string ConfigTable::path(std::string_view key, std::string otherwise) {
  auto value = text(key, std::move(otherwise));
  return value.empty() ? value : absolute(value);
}

std::string ConfigTable::absolute(const std::string& path) const {
  return std::filesystem::absolute(reading_->file.parent_path() / path).lexically_normal().string();
}

std::vector<std::string> ConfigTable::command(std::string_view key) {
  know(key);
  const auto* found = node_->find(key);
  if (!found) return {};
  std::vector<std::string> words;
  if (const auto* text = found->as_string()) words.push_back(text->get());
  if (const auto* list = found->as_array())
    for (const auto& item : *list)
      if (const auto* word = item.as_string()) words.push_back(word->get());
  const auto* list = found->as_array();
  if (words.empty() || words.front().empty() || (list && list->size() != words.size())) {
    wrong_type(key, "a list of texts: a program and its arguments");
    return {};
  }
  words.front() = absolute(words.front());
  if (::access(words.front().c_str(), X_OK) != 0) {
    problem(key, "a program that boothd can run", words.front() + ", which it cannot");
    return {};
  }
  return words;
}

std::string ConfigTable::file(std::string_view key) {
  auto value = path(key, "");
  if (!value.empty() && ::access(value.c_str(), R_OK) != 0)
    problem(key, "a file that boothd can read", value + ", which it cannot");
  return value;
}

std::string ConfigTable::secret_file(std::string_view key) {
  auto value = path(key, "");
  if (const auto text = this->text(key, ""); text.starts_with(kCredential)) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    value = std::string(folder ? folder : "/etc/boothd/credentials") + '/' +
            text.substr(kCredential.size());
  }
  if (value.empty()) return value;
  struct stat state {};
  if (::stat(value.c_str(), &state) != 0 || ::access(value.c_str(), R_OK) != 0)
    problem(key, "a file that boothd can read", value + ", which it cannot");
  else if ((state.st_mode & S_IRWXO) != 0)
    problem(key, "a secret that others cannot read",
            value + ", which they can: run `chmod o= " + value + "`");
  return value;
}

ConfigTable ConfigTable::table(std::string_view key) {
  asked_.emplace(key);
  auto node = std::make_shared<Node>();
  node->root = node_->root;
  if (const auto* found = node_->find(key)) {
    node->table = found->as_table();
    if (!node->table) wrong_type(key, "a [" + std::string(key) + "] section");
  }
  return ConfigTable(*reading_, std::move(node), std::string(key));
}

std::vector<ConfigTable> ConfigTable::tables(std::string_view key, bool may_be_alone) {
  asked_.emplace(key);
  const auto expected = "[[" + std::string(key) + "]] sections";
  std::vector<ConfigTable> result;
  const auto* found = node_->find(key);
  if (!found) return result;
  if (may_be_alone && found->is_table()) return {table(key)};
  const auto* list = found->as_array();
  if (!list || !list->is_homogeneous<toml::table>()) {
    wrong_type(key, expected);
    return result;
  }
  for (const auto& item : *list) {
    auto node = std::make_shared<Node>();
    node->root = node_->root;
    node->table = item.as_table();
    result.push_back(ConfigTable(*reading_, std::move(node), std::string(key)));
  }
  return result;
}

void ConfigTable::finish() {
  if (!node_->table) return;
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const auto& [key, value] : *node_->table) {
    const std::string name(key.str());
    if (asked_.contains(name)) continue;
    const bool is_section = value.is_table() || value.is_array_of_tables();
    const std::string expected = name_.empty() && is_section ? "a section" : "a key";
    problem(name, expected + " that boothd knows", "\"" + name + "\"" + did_you_mean(name, known));
  }
}

}  // namespace booth
