#pragma once

#include <vector>

#include "daemon/ports/store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth::rows {

/// @returns the stored print; one that was there already comes back as it stands
Result<PrintJob> add_print(Connection& database, Stamp& stamp, const PrintJob& print);
Result<void> move_print(Connection& database, Stamp& stamp, PrintState from,
                        const PrintJob& changed);
/// The old row leaves `from`, `again` is inserted; Conflict when `again` is there already.
Result<void> replace_print(Connection& database, Stamp& stamp, PrintState from, const PrintJob& old,
                           const PrintJob& again);
Result<PrintJob> print(Connection& database, const PrintId& id);
Result<std::vector<PrintJob>> open_prints(Connection& database, int limit);
Result<std::vector<PrintJob>> prints(Connection& database, const SessionId& session, int limit,
                                     const PrintId& before = {});
/// Newest first.
Result<std::vector<PrintJob>> printed_prints(Connection& database, int limit);
Result<Store::PrintCounts> print_counts(Connection& database);

}  // namespace booth::rows
