#pragma once

#include <optional>
#include <span>
#include <string>

#include "daemon/core/print/printer_condition.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// One printer of the pool, as the choice for one sheet sees it.
struct PrinterCandidate {
  std::string name;
  PrinterCondition condition = PrinterCondition::Unknown;
  bool is_queue_paused = false;
  bool is_free = true;     ///< no sheet of ours is on its way there
  bool fits_sheet = true;  ///< prints this medium at exactly this many pixels
  /// Trouble that the spooler reports stays reported until something is printed. Now and then one
  /// sheet may try.
  bool may_try_anyway = false;
  std::optional<int> media_remaining;
  SteadyTime last_used;  ///< when the last sheet was given to it
};

/// Chooses the printer for the next sheet: free, healthy, with paper; among equals the one with
/// more paper left, then the one that rested longest, so that wear and paper are shared.
///
/// @returns index into `printers`; nullopt when the sheet has to wait
std::optional<std::size_t> choose_printer(std::span<const PrinterCandidate> printers);

/// True when a sheet that waits at a printer in trouble would be printed sooner elsewhere.
///
/// @param current  index of the printer that holds the sheet; its `is_free` is ignored
bool is_better_elsewhere(std::span<const PrinterCandidate> printers, std::size_t current);

}  // namespace booth
