#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/store/check_database.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/salvage.hpp"

namespace booth {

/// Below the state directory.
inline constexpr const char* kDatabaseFile = "booth.db";

struct OpenedDatabase {
  std::unique_ptr<Connection> connection;
  std::string set_aside;  ///< new name of a damaged database; empty when all is well
  std::string damage;     ///< what was wrong with it
  Salvaged salvaged;      ///< what was copied over from it
};

/// Opens `file` with the newest schema. A damaged one is renamed to `<file>.damaged-<utc ms>`, and
/// a fresh one begun with every row that can still be read: the daemon always starts (promise P7).
///
/// @returns Unsupported for a newer schema, Io, DiskFull
Result<OpenedDatabase> open_database(const std::filesystem::path& file, UtcTime now,
                                     CheckDepth depth);

/// For looking only, beside the connection that writes. It never touches the WAL when it is closed:
/// by then another database may have taken the file's name.
Result<std::unique_ptr<Connection>> open_to_read(const std::filesystem::path& file);

/// A database that needs no check and is not migrated: for a look at its version, or for its rows.
Result<std::unique_ptr<Connection>> open_as_it_is(const std::filesystem::path& file);

/// A database that is to take the place of `file` is made under this name, whole and synced.
std::filesystem::path replacement_of(const std::filesystem::path& file);

/// Renames `file` to `aside` and its replacement to `file`. A crash in between is finished by the
/// next `open_database`.
Result<void> put_replacement(const std::filesystem::path& file, const std::filesystem::path& aside);

}  // namespace booth
