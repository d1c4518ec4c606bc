#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "daemon/core/print/print_job.hpp"

namespace booth {

/// Prints an hour, from those of the last hour. A party begins slowly: two prints are no pace yet.
///
/// @param printed  newest first; their `changed_at` counts
std::optional<double> pace_per_hour(std::span<const PrintJob> printed, UtcTime now);

/// When the paper is gone at this pace; nullopt when the pace is unknown or it lasts for more than
/// a day.
std::optional<UtcTime> lasts_until(int sheets_left, std::optional<double> per_hour, UtcTime now);

/// Sheets that are still missing for an event.
///
/// @param expected  sheets that the event needs in all; 0 = nobody said
/// @param used      sheets that it has used
/// @param loaded    sheets in all printers together; nullopt when one of them does not know
int sheets_short(int expected, int used, std::optional<int> loaded);

/// How long this printer takes for a sheet, from its queue getting it to the paper: the median of
/// its last ones, so that the one that waited an hour for paper does not count.
///
/// @param printed  of this printer, newest first
std::optional<std::chrono::milliseconds> usual_print_time(std::span<const PrintJob> printed);

struct ForecastPrinter {
  bool can_print = true;
  int sheets_under_way = 0;
  std::chrono::milliseconds print_time{};
};

struct ForecastPrint {
  std::vector<bool> fits;  ///< per printer
};

/// How long each waiting print will take until its paper is out, one after the other, each by the
/// printer that is free first.
///
/// @returns nullopt for a print that no printer takes at the moment
std::vector<std::optional<std::chrono::milliseconds>> waiting_times(
    std::span<const ForecastPrint> waiting, std::span<const ForecastPrinter> printers);

}  // namespace booth
