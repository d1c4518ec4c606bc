#include "daemon/core/print/print_queue.hpp"

namespace booth {

std::optional<Assignment> next_to_send(std::span<const WaitingPrint> waiting,
                                       std::vector<PrinterCandidate> printers, SteadyTime now) {
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (now < waiting[i].not_before) continue;
    for (std::size_t p = 0; p < printers.size(); ++p) printers[p].fits_sheet = waiting[i].fits[p];
    if (const auto chosen = choose_printer(printers)) return Assignment{i, *chosen};
  }
  return std::nullopt;
}

}  // namespace booth
