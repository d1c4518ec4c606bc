#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/core/units.hpp"

namespace booth {

/// What a person has decided about a printer.
enum class PrinterMode {
  Active,
  Paused,       ///< gets no new sheet; what it has it may finish
  Draining,     ///< as Paused, and what has not reached its paper moves to the other printers
  Maintenance,  ///< somebody works on it: as Draining, its queue is left alone, and it alarms
                ///< nobody
};

std::string_view to_string(PrinterMode mode);
std::optional<PrinterMode> printer_mode_from(std::string_view text);

/// What must be known about a printer after a restart. One row per printer in the store.
struct PrinterMemory {
  std::string name;
  PrinterMode mode = PrinterMode::Active;
  std::string mode_by;  ///< who decided
  UtcTime mode_since;
  /// Sheets that a person said are loaded, for printers that do not count; nullopt = nobody said.
  std::optional<int> media_set;
  UtcTime media_set_at;           ///< a new time begins a new count
  int media_used = 0;             ///< sheets since; the store counts them with each print
  std::optional<int> media_seen;  ///< what the printer itself said last
  std::string medium_seen;        ///< its name for what is loaded: "6x8 (A5)"
  bool is_low_told = false;       ///< the fact printer.media_low was written for this roll
};

}  // namespace booth
