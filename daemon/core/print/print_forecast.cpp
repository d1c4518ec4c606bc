#include "daemon/core/print/print_forecast.hpp"

#include <algorithm>

namespace booth {
namespace {

constexpr std::chrono::hours kWindow{1};
constexpr std::ptrdiff_t kFewest = 3;
// Somebody who looks sees a time of today, or that there is nothing to worry about.
constexpr std::chrono::hours kFarAway{24};
constexpr std::size_t kHistory = 21;

}  // namespace

std::optional<double> pace_per_hour(std::span<const PrintJob> printed, UtcTime now) {
  const auto is_recent = [now](const PrintJob& print) {
    return print.changed_at <= now && now - print.changed_at < kWindow;
  };
  const auto recent = std::count_if(printed.begin(), printed.end(), is_recent);
  if (recent < kFewest) return std::nullopt;
  // An event that is younger than the window is not slower for that.
  auto oldest = now;
  for (const auto& print : printed)
    if (is_recent(print)) oldest = std::min(oldest, print.changed_at);
  const auto span = std::max<std::chrono::milliseconds>(now - oldest, std::chrono::minutes(5));
  return static_cast<double>(recent) /
         std::chrono::duration<double, std::ratio<3600>>(span).count();
}

std::optional<UtcTime> lasts_until(int sheets_left, std::optional<double> per_hour, UtcTime now) {
  if (!per_hour || *per_hour <= 0) return std::nullopt;
  const std::chrono::duration<double, std::ratio<3600>> hours(sheets_left / *per_hour);
  if (hours > kFarAway) return std::nullopt;
  return now + std::chrono::duration_cast<std::chrono::milliseconds>(hours);
}

int sheets_short(int expected, int used, std::optional<int> loaded) {
  if (expected == 0 || !loaded) return 0;
  return std::max(expected - used - *loaded, 0);
}

std::optional<std::chrono::milliseconds> usual_print_time(std::span<const PrintJob> printed) {
  std::vector<std::chrono::milliseconds> times;
  for (const auto& print : printed)
    if (print.sent_at != UtcTime() && print.changed_at >= print.sent_at && times.size() < kHistory)
      times.push_back(print.changed_at - print.sent_at);
  if (times.empty()) return std::nullopt;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

std::vector<std::optional<std::chrono::milliseconds>> waiting_times(
    std::span<const ForecastPrint> waiting, std::span<const ForecastPrinter> printers) {
  std::vector<std::chrono::milliseconds> free_at;
  for (const auto& printer : printers)
    free_at.push_back(printer.print_time * printer.sheets_under_way);

  std::vector<std::optional<std::chrono::milliseconds>> times;
  for (const auto& print : waiting) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < printers.size(); ++i) {
      if (!printers[i].can_print || !print.fits[i]) continue;
      if (!best ||
          free_at[i] + printers[i].print_time < free_at[*best] + printers[*best].print_time)
        best = i;
    }
    if (!best) {
      times.emplace_back();
      continue;
    }
    free_at[*best] += printers[*best].print_time;
    times.emplace_back(free_at[*best]);
  }
  return times;
}

}  // namespace booth
