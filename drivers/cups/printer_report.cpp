#include "drivers/cups/printer_report.hpp"

#include <algorithm>

#include "drivers/cups/loaded_media.hpp"
#include "drivers/cups/printer_reasons.hpp"

namespace booth {

namespace {

/// The emptiest of paper and ribbon.
std::optional<int> lowest(const std::vector<int>& levels) {
  std::optional<int> least;
  for (const int level : levels)
    if (level >= 0 && level <= 100) least = std::min(level, least.value_or(level));
  return least;
}

}  // namespace

PrinterReport report_from(const QueueState& state, const PrinterProfile& profile,
                          std::vector<SpoolJob> active_jobs) {
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
  report.media_percent = lowest(state.marker_levels);
  report.loaded = loaded_roll(profile, state.marker_message, state.marker_names);
  report.active_jobs = std::move(active_jobs);
  return report;
}

void add_device_state(PrinterReport& report, const PrinterProfile& profile,
                      const IppDevice::State& state) {
  if (const auto percent = lowest(state.marker_levels)) report.media_percent = percent;
  report.loaded = loaded_in_trays(profile, state.media_ready);
}

}  // namespace booth
