#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/ports/event_store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth::rows {

// The events and their versions; see ports/event_store.hpp. Each call within a transaction of the
// caller.

Result<EventPlan> add_event_version(Connection& database, Stamp& stamp, EventPlan plan);
Result<EventPlan> event_version(Connection& database, const std::string& slug, int version);
Result<EventRecord> event(Connection& database, const std::string& slug);
Result<std::vector<EventRecord>> events(Connection& database, int limit, const std::string& after);
Result<std::optional<EventPlan>> newest_version_by(Connection& database, const std::string& author);
Result<void> close_event(Connection& database, Stamp& stamp, const std::string& slug,
                         bool is_closed, const std::string& by);
Result<EventChoices> event_choices(Connection& database);
Result<void> want_event(Connection& database, Stamp& stamp,
                        const std::optional<EventVersion>& wanted, const std::string& by);
Result<void> activate_wanted_event(Connection& database, Stamp& stamp);

/// The places that pictures of a session go to; nullopt = every configured place.
Result<std::optional<std::vector<std::string>>> targets_of(Connection& database,
                                                           const std::string& event,
                                                           const std::string& session);

}  // namespace booth::rows
