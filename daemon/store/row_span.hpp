#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/ports/measure_store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth::rows {

/// A session, print or upload as it stands before it is moved.
struct BeforeMove {
  SessionId session;
  std::string event;
  UtcTime since;  ///< when it entered its state
  UtcTime begun;  ///< the session's press, or when the print or upload was asked for
  UtcTime pressed;
};

// Call each before the UPDATE. @returns nullopt when there is no such row, or no session to it
Result<std::optional<BeforeMove>> before_session_moves(Connection& database, const std::string& id);
Result<std::optional<BeforeMove>> before_print_moves(Connection& database, const std::string& id);
Result<std::optional<BeforeMove>> before_upload_moves(Connection& database, const std::string& id);

/// Ends the span of the state that is left.
Result<void> add_span(Connection& database, const Stamp& stamp,
                      const std::optional<BeforeMove>& before, const std::string& name,
                      const std::string& subject, const std::string& note);

/// For what has no state: the way of a photo or a sheet.
Result<void> add_span(Connection& database, const SessionId& session, const Span& span);

/// Counts one duration; those that only a jump of the clock explains are left out.
Result<void> count_step(Connection& database, GuestStep step, std::chrono::milliseconds duration);

Result<void> count_service(Connection& database, const Stamp& stamp, const std::string& event,
                           ServiceIndicator indicator, bool is_good);

/// True when the network was in trouble at some time since then.
Result<bool> was_network_in_trouble(Connection& database, UtcTime since);

Result<std::vector<Span>> spans(Connection& database, const SessionId& session);
Result<Measurements> measurements(Connection& database);
Result<std::vector<ServiceTally>> service(Connection& database, UtcTime now, int days);

}  // namespace booth::rows
