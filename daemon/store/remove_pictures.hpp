#pragma once

#include <cstdint>

#include "daemon/core/storage/retention.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth {

/// How far the last look came. Starts anew with every run of the daemon.
struct RemovalPosition {
  std::int64_t shot = 0;
  std::int64_t sheet = 0;
};

/// Looks at the next few hundred pictures and removes the files that may go: first the rows say so,
/// in one commit with the fact, then the files go, then the rows say that they are gone. A crash in
/// between is finished by the next call.
/// @returns how many files were removed
Result<int> remove_pictures(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                            const RetentionLimits& limits, DiskLevel level,
                            RemovalPosition& position);

/// What was begun, by an earlier call or an earlier run. @returns how many files are gone
Result<int> finish_removals(Connection& database, const SqliteStoreOptions& options);

}  // namespace booth
