#pragma once

#include "daemon/ports/store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth {

/// The calls of the port that write a file and its row. Always in this order: what can be refused
/// is refused first, then the file is made durable, then the row is committed. A power cut in
/// between leaves a file without a row, which settle_stray_files finds; it never leaves a row
/// without a file. Store's thread.

Result<Shot> keep_shot(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                       const Store::NewShot& shot);
Result<Sheet> keep_sheet(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                         const Store::NewSheet& sheet);
Result<void> keep_quarantined(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                              const ShotId& id, const Bytes& bytes, const std::string& reason);

}  // namespace booth
