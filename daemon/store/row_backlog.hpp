#pragma once

#include <vector>

#include "daemon/ports/backlog.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth {

Result<std::vector<Backlog::TargetCounts>> backlog(Connection& database);

/// Pictures that a place shall hold but has no row for: it was added to the configuration later.
/// Looks through the pictures only when a target is new or wants something else than before.
/// @returns how many rows were added
Result<int> backfill_uploads(Connection& database, const SqliteStoreOptions& options, Stamp& stamp);

Result<UploadItem> keep_test_object(const SqliteStoreOptions& options, Stamp& stamp,
                                    const std::string& target);

}  // namespace booth
