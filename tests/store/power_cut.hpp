#pragma once

#include <filesystem>

namespace booth::testing {

struct PowerCut {
  int renames_undone = 0;
  int files_emptied = 0;
  int folders_lost = 0;
  std::int64_t wal_bytes_lost = 0;
};

/// Takes away from a dead booth's folder whatever was not made durable according to the shim's log:
/// renames and new folders that no fsync of the folder followed, bytes that no fdatasync followed.
/// The worst that a disk may do.
PowerCut cut_power(const std::filesystem::path& state_dir, const std::filesystem::path& log);

}  // namespace booth::testing
