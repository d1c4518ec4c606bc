#include "daemon/core/capture/shutter_lag.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace booth {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kFewest = 5;
/// Clock and photo are each known to a hundredth of a second or so: a lag of 0 may look like -20.
constexpr milliseconds kBlur{50};
constexpr milliseconds kLongest{5000};
constexpr milliseconds kLongestMeasurement{std::chrono::hours{1}};
/// Guests do not notice less, and a body whose photos differ by more has something else to do
/// before it exposes: it focuses.
constexpr milliseconds kWidestSpread{250};

std::string text_of(milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

}  // namespace

SteadyTime exposed_at(const ClockTick& tick, std::chrono::local_time<milliseconds> made) {
  // Whatever a broken clock says, the sum must be a time.
  const milliseconds since = made - tick.shown;
  return tick.at + std::clamp(since, -kLongestMeasurement, kLongestMeasurement);
}

Result<ShutterLag> shutter_lag_of(std::span<const milliseconds> lags) {
  if (lags.size() < kFewest)
    return make_error(Errc::Unsupported, "too few photos to tell this camera's shutter lag");
  std::vector<milliseconds> sorted(lags.begin(), lags.end());
  std::sort(sorted.begin(), sorted.end());
  const auto median = sorted[sorted.size() / 2];
  if (median < -kBlur || median > kLongest)
    return make_error(Errc::Unsupported, "the camera's clock puts the exposure " + text_of(median) +
                                             " after the order, which cannot be");
  // One early and one late photo may have had reasons of their own.
  const auto early = sorted[1];
  const auto late = sorted[sorted.size() - 2];
  if (late - early > kWidestSpread)
    return make_error(Errc::Unsupported, "the camera exposes " + text_of(early) + " to " +
                                             text_of(late) +
                                             " after the order: set the lens to manual focus and "
                                             "measure again");
  const milliseconds zero{0};
  return ShutterLag{std::max(median, zero), std::max(sorted.front(), zero),
                    std::max(sorted.back(), zero), static_cast<int>(sorted.size())};
}

}  // namespace booth
