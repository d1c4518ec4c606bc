#include "daemon/core/storage/retention.hpp"

#include <algorithm>

namespace booth {

bool may_remove(const PictureRecord& picture, UtcTime now, DiskLevel level,
                const RetentionLimits& limits) {
  const auto agreed = picture.keep ? picture.keep : limits.keep;
  if (!agreed) return false;
  if (picture.uploads == 0) return false;  // the booth holds the only copy
  if (picture.synced < picture.uploads) return false;
  if (picture.is_needed_to_print) return false;
  // An event's own period was promised to its guests: it does not wait for others to come.
  if (!picture.keep && picture.newer_sessions < limits.sessions_kept) return false;

  const auto keep = level == DiskLevel::Ok ? *agreed : std::min(*agreed, limits.keep_when_low);
  return now - picture.stored_at >= keep;
}

}  // namespace booth
