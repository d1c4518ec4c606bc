#pragma once

#include <string>
#include <vector>

#include "daemon/ports/fact_outbox.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth::rows {

Result<FactOutbox::Progress> fact_progress(Connection& database);
Result<void> advance_facts(Connection& database, std::int64_t from, std::int64_t to);
Result<void> set_fact_aside(Connection& database, const Stamp& stamp, std::int64_t from,
                            const Fact& fact, const std::string& reason);
Result<std::vector<FactOutbox::SetAside>> facts_set_aside(Connection& database, int limit);
Result<void> settle_fact(Connection& database, const FactId& id);

}  // namespace booth::rows
