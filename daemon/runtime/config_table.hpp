#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace booth {

/// Everything that is collected while one configuration file is read.
struct ConfigReading {
  std::filesystem::path file;
  std::vector<std::string> problems;
  std::set<std::string> known_keys;  ///< "section.key", in every table that was read

  void add_problem(std::string_view where, std::string_view key, std::string_view expected,
                   std::string_view found);
};

/// One TOML table, read key by key. A mistake is written down and the default used instead, so that
/// one run shows all mistakes. A table that is missing reads as empty. Internal to the
/// configuration.
class ConfigTable {
 public:
  /// Parses the file's text. Text that is no TOML is a problem and reads as empty.
  static ConfigTable parse(const std::string& text, ConfigReading& reading);

  std::string text(std::string_view key, std::string otherwise);
  /// Must be there and not be empty.
  std::string required_text(std::string_view key);
  int whole(std::string_view key, int otherwise, int least, int most);
  bool yes(std::string_view key, bool otherwise);
  /// In seconds, fractions allowed.
  std::chrono::milliseconds seconds(std::string_view key, std::chrono::milliseconds otherwise,
                                    double least, double most);
  std::string word(std::string_view key, std::string otherwise,
                   const std::vector<std::string>& words);
  std::vector<std::string> words(std::string_view key, std::vector<std::string> otherwise,
                                 const std::vector<std::string>& words);

  /// Any texts; empty = none.
  std::vector<std::string> list(std::string_view key);

  /// Paths are taken from the folder of the configuration file. Empty = none.
  std::string path(std::string_view key, std::string otherwise);
  /// A program that can be run now, by its path, and its arguments; a lone text is the program.
  /// No shell will see it. Empty = none.
  std::vector<std::string> command(std::string_view key);
  /// A file that must be readable now.
  std::string file(std::string_view key);
  /// A file that must be readable now, and by nobody but its owner and group. "credential:NAME" is
  /// systemd's credential of that name, or /etc/boothd/credentials/NAME outside of the service.
  std::string secret_file(std::string_view key);

  ConfigTable table(std::string_view key);
  /// `[[key]]`, in the order of the file. @param may_be_alone  `[key]` is good, too
  std::vector<ConfigTable> tables(std::string_view key, bool may_be_alone = false);

  bool has(std::string_view key) const;
  /// A rule that goes beyond one value.
  void problem(std::string_view key, std::string_view expected, std::string_view found);
  /// Names every key that nobody has asked for: a typing error must not pass unseen.
  void finish();

 private:
  struct Node;
  ConfigTable(ConfigReading& reading, std::shared_ptr<const Node> node, std::string name);

  std::string absolute(const std::string& path) const;
  void know(std::string_view key);
  void wrong_type(std::string_view key, std::string_view expected);

  ConfigReading* reading_;
  std::shared_ptr<const Node> node_;  // also owned by the tables read from this one
  std::string name_;                  // "printer"; empty for the whole file
  std::set<std::string, std::less<>> asked_;
};

}  // namespace booth
