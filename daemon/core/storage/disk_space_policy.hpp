#pragma once

#include <cstdint>
#include <string_view>

namespace booth {

/// How much room there is, worst last.
enum class DiskLevel {
  Ok,
  Low,       ///< goes on, but a person is told and pictures that the cloud holds are removed sooner
  Critical,  ///< the running session ends well, no new one begins
  Full,      ///< the reserve would be used: the store refuses photos
};

std::string_view to_string(DiskLevel level);

struct DiskSpaceLimits {
  std::int64_t low_bytes = 5LL << 30;       ///< about one event of originals
  std::int64_t critical_bytes = 1LL << 30;  ///< about a hundred photos
  /// For the database, the spooler and the system; a sheet on its way to the printer is 10 MB.
  std::int64_t reserve_bytes = 256LL << 20;
  /// A level is left only when there is this much more room than it needs: one photo must not
  /// switch sessions on and off.
  std::int64_t margin_bytes = 128LL << 20;
};

/// @param now         the level so far
/// @param free_bytes  what an ordinary user can still write
DiskLevel next_disk_level(DiskLevel now, std::int64_t free_bytes, const DiskSpaceLimits& limits);

bool may_begin_session(DiskLevel level);
bool may_store_photo(DiskLevel level);

/// What a person should do, one plain sentence; empty for Ok.
std::string_view what_to_do(DiskLevel level);

}  // namespace booth
