#pragma once

#include <string>
#include <vector>

#include "daemon/core/print/printer_memory.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth::rows {

Result<std::vector<PrinterMemory>> printers(Connection& database);

/// @param fact  type of the fact that goes with it; empty = none
Result<void> save_printer(Connection& database, Stamp& stamp, const PrinterMemory& printer,
                          const std::string& fact, const std::string& data);

}  // namespace booth::rows
