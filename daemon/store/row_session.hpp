#pragma once

#include <string>
#include <vector>

#include "daemon/core/session/session_state.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth::rows {

Result<Session> add_session(Connection& database, Stamp& stamp, const Session& session);
Result<void> move_session(Connection& database, Stamp& stamp, const SessionId& id,
                          SessionState from, SessionState to, const std::string& reason);

Result<void> choose_look(Connection& database, Stamp& stamp, const SessionId& id,
                         const std::string& look, const std::string& backdrop);
Result<Session> session(Connection& database, const SessionId& id);
Result<std::vector<Session>> sessions(Connection& database, int limit, const SessionId& before);
Result<std::vector<Session>> open_sessions(Connection& database);

}  // namespace booth::rows
