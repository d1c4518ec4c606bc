#pragma once

#include <cstdint>
#include <filesystem>

#include "daemon/core/result.hpp"
#include "daemon/store/connection.hpp"

namespace booth {

struct Salvaged {
  std::int64_t rows = 0;
  bool is_complete = true;  ///< nothing in the damaged file was unreadable, as far as we could tell
};

/// Copies every row that can still be read from a damaged database into a fresh one: photos wait
/// for their uploads and sheets for their paper, whatever happened to one page of the file. Takes
/// at most ten seconds. Leaves foreign keys and waiting for the disk switched off: close `database`
/// afterwards and sync its file.
///
/// @param damaged  of the same schema version as `database`; anything else gives no rows
Salvaged salvage_rows(Connection& database, const std::filesystem::path& damaged);

/// For rows whose session or sheet did not come along: a session is made up of what is left of it,
/// a print that nobody can look at any more is dropped.
///
/// @returns how many rows that were
Result<std::int64_t> mend_references(Connection& database);

}  // namespace booth
