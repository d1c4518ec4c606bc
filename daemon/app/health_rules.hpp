#pragma once

#include <vector>

#include "daemon/app/booth_control.hpp"

namespace booth {

struct HealthLimits {
  int low_battery_percent = 20;
  int low_free_shots = 50;  ///< on the camera's card
  /// In a row. So often a session asks for one photo before it gives up; its guests are gone.
  int failed_photos = 4;
  std::int64_t low_disk_bytes = 5'000'000'000;       ///< about one event of originals
  std::int64_t critical_disk_bytes = 1'000'000'000;  ///< about a hundred photos
  std::chrono::minutes old_upload{60};  ///< older than this, guests ask where their photos are
};

/// Judges every subsystem by what is known about it. Pure; `since` is left to the watcher.
///
/// @param status  its `health` is ignored
/// @returns       one entry per subsystem, always in the same order
std::vector<Health> judge_health(const BoothStatus& status, const HealthLimits& limits);

}  // namespace booth
