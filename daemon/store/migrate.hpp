#pragma once

#include <filesystem>
#include <span>

#include "daemon/core/result.hpp"
#include "daemon/store/connection.hpp"

namespace booth {

struct Migration {
  int version;       ///< user_version after it
  const char* name;  ///< "0001_first"
  const char* sql;
};

/// All migrations of this program, by version from 1.
std::span<const Migration> migrations();

/// Where `migrate` keeps the database as schema `version` left it: "booth.db.v3".
std::filesystem::path copy_of(const std::filesystem::path& file, int version);

/// Writes the database as it is now, also while another process writes to it, to a file of its own,
/// durable: `copy` is whole or not there.
Result<void> copy_database(Connection& database, const std::filesystem::path& copy);

Result<int> schema_version(Connection& database);

/// Brings the database to the newest version, each step in one transaction that also sets
/// user_version. A database that holds something is copied to `copy_of` its own version
/// first: the program that wrote it can start on that copy.
///
/// @returns Unsupported when the database is newer than this program; it is left untouched then
Result<void> migrate(Connection& database, const std::filesystem::path& file,
                     std::span<const Migration> steps);

}  // namespace booth
