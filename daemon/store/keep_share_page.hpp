#pragma once

#include "daemon/store/connection.hpp"
#include "daemon/store/keep_files.hpp"
#include "daemon/store/row_sheet.hpp"

namespace booth {

/// The guests' page, its manifests and their uploads. What is at which address: see
/// core/upload/share_link.hpp. Store's thread.

/// The session's row and, when it has a share id, what its page shows until there are pictures.
Result<Session> keep_session(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                             const Session& wanted);

/// Writes what the page shows when the sheet is made. @returns what to upload; no path when the
/// session has no page
Result<rows::PublicObject> write_pictures(const SqliteStoreOptions& options,
                                          const rows::StoredSheet& stored, const Session& session);

/// Start-up: the page itself, for every public target that does not have it yet.
Result<void> keep_share_page(Connection& database, const SqliteStoreOptions& options, Stamp& stamp);

}  // namespace booth
