#include "drivers/cups/printer_report.hpp"

#include <algorithm>

#include "drivers/cups/printer_reasons.hpp"

namespace booth {

PrinterReport report_from(const QueueState& state, std::vector<SpoolJob> active_jobs) {
  PrinterReport report;
  report.is_queue_paused = state.is_paused;
  report.message = state.message;
  report.condition = most_urgent(state.reasons);
  if (const auto said = condition_in_message(state.message))
    report.condition = worse_of(report.condition, *said);
  if (!state.accepts_jobs)
    report.condition = worse_of(report.condition, PrinterCondition::Misconfigured);
  // Paused without a word why: not ready, whatever the keywords say.
  if (state.is_paused && can_print(report.condition)) report.condition = PrinterCondition::Unknown;
  if (report.condition == PrinterCondition::Ready && state.is_processing)
    report.condition = PrinterCondition::Busy;
  report.media_remaining = prints_remaining_in_message(state.marker_message);
  report.active_jobs = std::move(active_jobs);
  return report;
}

}  // namespace booth
