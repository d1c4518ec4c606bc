#pragma once

#include "daemon/ports/privacy_store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth {

/// See PrivacyStore::forget_session. Store's thread.
Result<PrivacyStore::Forgotten> forget_session(Connection& database,
                                               const SqliteStoreOptions& options, Stamp& stamp,
                                               const SessionId& id,
                                               const std::string& requested_by);

/// Files of forgotten sessions' pages that a crash left. @returns how many
Result<int> finish_forgotten_pages(Connection& database, const SqliteStoreOptions& options);

}  // namespace booth
