#pragma once

#include <string>

#include "daemon/core/print/print_job.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// What a person may decide about a print.
enum class PrintDecision {
  Retry,    ///< print it again, as a new print
  Confirm,  ///< it came out: I saw the sheet
  Cancel,   ///< nobody wants it any more
  Hold,     ///< not yet
  Void,     ///< it came out spoiled
};

/// @returns Conflict with a sentence when that cannot be decided about a print in this state
Result<void> check_decision(PrintDecision decision, PrintState from);

/// The row as the decision leaves it; what is retried is the old row, a new one is asked for beside
/// it.
///
/// @param why  goes into the reason: "boothctl:root"; for Retry "<id of the new print> by <who>"
/// @returns    Conflict, see check_decision
Result<PrintJob> decide(PrintJob print, PrintDecision decision, const std::string& why);

}  // namespace booth
