#pragma once

#include <chrono>
#include <span>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// From the order to the exposure: what a camera must be asked early by, so that it exposes when
/// guests see zero.
struct ShutterLag {
  std::chrono::milliseconds lag{0};       ///< the median
  std::chrono::milliseconds shortest{0};  ///< of all photos
  std::chrono::milliseconds longest{0};
  int photos = 0;
};

/// The moment at which a camera's own clock went on to a whole second, on both clocks.
struct ClockTick {
  SteadyTime at;
  std::chrono::local_seconds shown;
};

/// When a photo was exposed, on our clock.
///
/// @param made  as the camera wrote into the photo, on the clock of `tick`
SteadyTime exposed_at(const ClockTick& tick,
                      std::chrono::local_time<std::chrono::milliseconds> made);

/// What the photos of one measurement say together. Pure.
///
/// @param lags  one per photo
/// @returns     Unsupported with a sentence when they make no sense: too few, too far apart, before
///              the order or long after it
Result<ShutterLag> shutter_lag_of(std::span<const std::chrono::milliseconds> lags);

}  // namespace booth
