#pragma once

#include <vector>

#include "daemon/ports/printer.hpp"
#include "drivers/cups/cups_queue.hpp"

namespace booth {

/// What a queue's state means for people: condition, words, paper left. Pure.
PrinterReport report_from(const QueueState& state, std::vector<SpoolJob> active_jobs);

}  // namespace booth
