#pragma once

#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <sqlite3.h>

namespace booth {

/// Rows of originals that wait for `target`, put into a database that nobody has open; their files
/// do not exist. Far faster than a camera.
inline void add_backlog(const std::filesystem::path& database, const std::string& target,
                        int rows) {
  const std::string insert =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
      std::to_string(rows) +
      ") INSERT INTO upload (id, target, kind, state, path, key, content_type, sha256, size_bytes, "
      "attempts, resume, last_error, created_at_ms, changed_at_ms) SELECT "
      "printf('019aa9d0-0000-7000-8000-%012x', i), '" +
      target +
      "', 'original', 'waiting', printf('photos/old/%d.jpg', i), printf('old/%d.jpg', i), "
      "'image/jpeg', printf('%064x', i), 5000000, 0, '', '', 1000, 1000 FROM n";
  sqlite3* opened = nullptr;
  const bool is_open = sqlite3_open(database.c_str(), &opened) == SQLITE_OK;
  const bool is_added =
      is_open && sqlite3_exec(opened, insert.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  INFO((opened == nullptr ? "" : sqlite3_errmsg(opened)));
  const bool is_closed = sqlite3_close(opened) == SQLITE_OK;
  REQUIRE(is_added);
  REQUIRE(is_closed);
}

}  // namespace booth
