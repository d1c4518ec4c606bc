#pragma once

#include <optional>
#include <span>
#include <vector>

#include "daemon/core/print/print_job.hpp"
#include "daemon/core/print/printer_choice.hpp"

namespace booth {

struct WaitingPrint {
  PrintId id;
  std::vector<bool> fits;  ///< per printer of the pool: prints this sheet at exactly its pixels
  SteadyTime not_before;   ///< after a refusal that may pass
};

struct Assignment {
  std::size_t print = 0;    ///< index into `waiting`
  std::size_t printer = 0;  ///< index into `printers`
};

/// What may be sent now: the oldest waiting print that some printer can take. A print that nobody
/// can take at the moment does not stop the ones behind it.
///
/// @param waiting   oldest first
/// @param printers  their `fits_sheet` is filled in from `waiting`
std::optional<Assignment> next_to_send(std::span<const WaitingPrint> waiting,
                                       std::vector<PrinterCandidate> printers, SteadyTime now);

}  // namespace booth
