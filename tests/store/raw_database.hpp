#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "daemon/store/connection.hpp"

namespace booth::testing {

/// A second look at a database, past the store. Texts are constants of the tests.
class RawDatabase {
 public:
  explicit RawDatabase(const std::filesystem::path& file) : connection_(open(file)) {}

  Connection& connection() { return connection_; }

  void run(const std::string& sql) {
    if (auto done = connection_.execute(sql); !done) throw std::runtime_error(done.error().context);
  }
  /// First column of all rows.
  std::vector<std::string> texts(const char* sql) {
    std::vector<std::string> found;
    auto query = connection_.use(sql);
    while (true) {
      const auto has_row = query.step();
      if (!has_row) throw std::runtime_error(has_row.error().context);
      if (!*has_row) return found;
      found.push_back(query.text(0));
    }
  }
  std::string text(const char* sql) {
    const auto found = texts(sql);
    return found.empty() ? std::string() : found[0];
  }
  std::int64_t number(const char* sql) { return std::stoll(text(sql)); }

 private:
  static SqliteHandle open(const std::filesystem::path& file) {
    ::sqlite3* raw = nullptr;
    const int code = ::sqlite3_open(file.c_str(), &raw);
    SqliteHandle handle(raw);
    if (code != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
    return handle;
  }

  Connection connection_;
};

}  // namespace booth::testing
