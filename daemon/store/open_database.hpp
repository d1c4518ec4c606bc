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

}  // namespace booth
