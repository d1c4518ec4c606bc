#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/runtime/log.hpp"
#include "daemon/store/connection.hpp"

namespace booth {

/// All rows of a query. A row that cannot be understood is left out and logged: one damaged row
/// must not hide the others (promise P7).
///
/// @param read  returns optional<T>, empty when the row is damaged
template <class T>
Result<std::vector<T>> read_rows(Statement& query, std::optional<T> (*read)(const Statement&)) {
  std::vector<T> rows;
  while (true) {
    const auto has_row = query.step();
    if (!has_row) return has_row.error();
    if (!*has_row) return rows;
    if (auto row = read(query))
      rows.push_back(std::move(*row));
    else
      log::error("row_damaged", {{"id", query.text(0)}});
  }
}

/// The first row.
/// @param what  for the sentence when there is none: "session 0190..."
template <class T>
Result<T> read_row(Statement& query, std::optional<T> (*read)(const Statement&),
                   const std::string& what) {
  const auto has_row = query.step();
  if (!has_row) return has_row.error();
  if (!*has_row) return make_error(Errc::NotFound, "there is no " + what);
  if (auto row = read(query)) return std::move(*row);
  return make_error(Errc::Corrupt, what + " is damaged in the database");
}

/// Where a page that ends before this row ends: its sequence, or beyond every row for "".
///
/// @param position  SELECT of the sequence by :id
Result<std::int64_t> position_before(Connection& database, const char* position,
                                     const std::string& id, const std::string& what);

/// Settles an UPDATE that named the state it leaves.
///
/// @param changed  rows that the UPDATE changed
/// @param exists   whether the row is there at all
Result<void> settle_move(Result<int> changed, Result<bool> exists, const std::string& what,
                         std::string_view from);

}  // namespace booth
