#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/core/fact.hpp"
#include "daemon/ports/store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

/// One namespace for the functions behind the port's calls. All run inside a transaction of the
/// caller.
namespace booth::rows {

/// @param data  JSON object
Result<Fact> add_fact(Connection& database, Stamp& stamp, std::string type, std::string subject,
                      std::string data);
Result<std::vector<Fact>> facts(Connection& database, std::int64_t after, int limit);
/// See AlarmMemory::open_alarms.
Result<std::vector<Fact>> open_alarms(Connection& database);

Result<std::optional<Store::Answer>> recorded_answer(Connection& database, const std::string& key);
Result<void> record_answer(Connection& database, Stamp& stamp, const std::string& key,
                           const Store::Answer& answer);

}  // namespace booth::rows
