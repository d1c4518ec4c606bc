#pragma once

#include <vector>

#include "daemon/ports/printer.hpp"
#include "drivers/cups/cups_queue.hpp"
#include "drivers/cups/ipp_device.hpp"

namespace booth {

/// What a queue's state means for people: condition, words, paper left. Pure.
PrinterReport report_from(const QueueState& state, const PrinterProfile& profile,
                          std::vector<SpoolJob> active_jobs);

/// Puts in what an IPP printer itself said last, which its queue does not know.
void add_device_state(PrinterReport& report, const PrinterProfile& profile,
                      const IppDevice::State& state);

}  // namespace booth
