#include "daemon/core/print/printer_choice.hpp"

#include <tuple>

namespace booth {
namespace {

bool has_paper(const PrinterCandidate& printer) {
  return !printer.media_remaining || *printer.media_remaining > 0;
}

bool is_healthy(const PrinterCandidate& printer) {
  return can_print(printer.condition) && !printer.is_queue_paused && has_paper(printer);
}

/// The smaller, the better. Printers that do not count their paper come after those that do.
auto rank(const PrinterCandidate& printer) {
  return std::tuple(!is_healthy(printer), printer.condition == PrinterCondition::MediaLow,
                    -printer.media_remaining.value_or(0), printer.last_used);
}

}  // namespace

std::optional<std::size_t> choose_printer(std::span<const PrinterCandidate> printers) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < printers.size(); ++i) {
    const auto& printer = printers[i];
    if (!printer.is_free || !printer.fits_sheet) continue;
    if (!is_healthy(printer) && !printer.may_try_anyway) continue;
    if (!best || rank(printer) < rank(printers[*best])) best = i;
  }
  return best;
}

bool is_better_elsewhere(std::span<const PrinterCandidate> printers, std::size_t current) {
  if (is_healthy(printers[current])) return false;
  for (std::size_t i = 0; i < printers.size(); ++i)
    if (i != current && printers[i].is_free && printers[i].fits_sheet && is_healthy(printers[i]))
      return true;
  return false;
}

}  // namespace booth
