#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/ports/store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth::rows {

/// photos/<event>/<session or "single">/<slot>-<id>.jpg: a file that a crash left without a row
/// still says what it is.
std::string shot_path(const std::string& event, const SessionId& session, int slot,
                      const ShotId& id);

/// @returns nullopt when there is no such shot
Result<std::optional<Shot>> find_shot(Connection& database, const ShotId& id);

/// Row, retake mark, fact and uploads of a photo that is durable on disk.
///
/// @param how  "camera", or "found after a crash"
Result<void> add_shot(Connection& database, Stamp& stamp, const std::vector<StoreTarget>& targets,
                      const Shot& shot, const std::string& event, const std::string& how);

Result<std::vector<Shot>> shots(Connection& database, const SessionId& session);

}  // namespace booth::rows
