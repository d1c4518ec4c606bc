#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/ports/store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/row_upload.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth::rows {

/// A sheet and the small copy that guests share, both durable on disk.
struct StoredSheet {
  Sheet sheet;
  std::string event;
  std::string share_path;
  std::string share_sha256;
  std::int64_t share_size_bytes = 0;
  PublicObject page;  ///< what the guests' page shows; no path = the session has none
};

std::string sheet_path(const std::string& event, const SessionId& session, const SheetId& id);
std::string share_copy_path(const std::string& event, const SessionId& session, const SheetId& id);

/// Conflict unless the session is composing and has no sheet yet.
/// @returns the session
Result<Session> check_can_add_sheet(Connection& database, const SheetId& id,
                                    const SessionId& session);

/// Row, facts, prints and uploads, and the session from Composing to Done.
Result<void> add_sheet(Connection& database, Stamp& stamp, const std::vector<StoreTarget>& targets,
                       const StoredSheet& stored, std::vector<PrintJob> prints,
                       const PrintRules& rules);

Result<std::optional<Sheet>> sheet_of(Connection& database, const SessionId& session);
Result<Sheet> sheet(Connection& database, const SheetId& id);

}  // namespace booth::rows
