#pragma once

#include <string>
#include <vector>

#include "daemon/ports/store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth::rows {

/// Applies the rules, then inserts all or none.
Result<Store::AdmittedPrints> add_prints(Connection& database, Stamp& stamp,
                                         const std::vector<PrintJob>& prints,
                                         const PrintRules& rules);

/// Inserts as many as the rules, and what was agreed for the event, still allow: what is asked for
/// together with the sheet.
Result<void> add_prints_with_sheet(Connection& database, Stamp& stamp,
                                   const std::vector<PrintJob>& prints, const PrintRules& rules);

Result<PrintLedger> print_ledger(Connection& database, const std::string& event);

}  // namespace booth::rows
