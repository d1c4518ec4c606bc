#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "daemon/core/storage/disk_space_policy.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// What is known about a stored picture when we ask whether its file may go.
struct PictureRecord {
  UtcTime stored_at;
  int uploads = 0;                  ///< places that shall hold it
  int synced = 0;                   ///< places that have proved that they do
  bool is_needed_to_print = false;  ///< a print of it is open, held, unknown or failed
  std::int64_t newer_sessions = 0;  ///< sessions begun after its own
  std::optional<std::chrono::milliseconds> keep;  ///< of its event; nullopt = as the limits say
};

struct RetentionLimits {
  std::optional<std::chrono::milliseconds> keep;  ///< nullopt = nothing is ever removed
  /// When the disk is low. Long enough for "we want our pictures again" on the day after.
  std::chrono::milliseconds keep_when_low{std::chrono::hours(48)};
  /// Kept whatever the clock says: it may have jumped by years.
  std::int64_t sessions_kept = 200;
};

/// Decides whether the booth's own copy may be removed: only what every place in the cloud has
/// proved to hold (promise P3), what nobody waits for, and what is old by the clock and by count.
/// Pure.
bool may_remove(const PictureRecord& picture, UtcTime now, DiskLevel level,
                const RetentionLimits& limits);

}  // namespace booth
