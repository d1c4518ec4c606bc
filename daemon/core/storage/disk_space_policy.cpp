#include "daemon/core/storage/disk_space_policy.hpp"

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<DiskLevel, 4> kWords{{"ok", "low", "critical", "full"}};

DiskLevel level_of(std::int64_t free_bytes, const DiskSpaceLimits& limits) {
  if (free_bytes < limits.reserve_bytes) return DiskLevel::Full;
  if (free_bytes < limits.critical_bytes) return DiskLevel::Critical;
  if (free_bytes < limits.low_bytes) return DiskLevel::Low;
  return DiskLevel::Ok;
}

}  // namespace

std::string_view to_string(DiskLevel level) {
  return kWords.word(level);
}

DiskLevel next_disk_level(DiskLevel now, std::int64_t free_bytes, const DiskSpaceLimits& limits) {
  const auto measured = level_of(free_bytes, limits);
  if (measured >= now) return measured;  // it gets worse at once

  const auto cautious = level_of(free_bytes - limits.margin_bytes, limits);
  return cautious < now ? cautious : now;
}

bool may_begin_session(DiskLevel level) {
  return level < DiskLevel::Critical;
}

bool may_store_photo(DiskLevel level) {
  return level < DiskLevel::Full;
}

std::string_view what_to_do(DiskLevel level) {
  switch (level) {
    case DiskLevel::Ok:
      return "";
    case DiskLevel::Low:
      return "Give the booth a network so that it can upload, or remove old events after the "
             "party.";
    case DiskLevel::Critical:
      return "Free some disk space now: the booth begins no new session until there is room.";
    case DiskLevel::Full:
      return "Free some disk space now: the booth cannot keep another photo.";
  }
  return "";
}

}  // namespace booth
