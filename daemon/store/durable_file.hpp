#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// Files that must survive a power cut. Blocking; call on the store's thread.

/// Writes `bytes` so that after a power cut there is either the whole file or none: temporary name
/// in the same folder, write, fdatasync, rename, fsync of the folder. Missing folders below `root`
/// are made and fsynced too.
///
/// @param root      existing folder
/// @param relative  path below it
/// @param reserve   bytes that must stay free after the write
/// @param meanwhile is called once the disk has begun to write: what it does costs no time
/// @returns DiskFull (nothing was written) or Io; then the file may exist only if the last fsync
/// failed
Result<void> write_durably(const std::filesystem::path& root, const std::filesystem::path& relative,
                           std::span<const std::byte> bytes, std::int64_t reserve,
                           const std::function<void()>& meanwhile = {});

/// Moves a file within one file system, durable in both folders.
Result<void> move_durably(const std::filesystem::path& root, const std::filesystem::path& from,
                          const std::filesystem::path& to);

/// Makes `relative` and its parents below `root`, each one fsynced into its parent.
Result<void> make_folders_durably(const std::filesystem::path& root,
                                  const std::filesystem::path& relative);

Result<void> fsync_file(const std::filesystem::path& path);
Result<void> fsync_folder(const std::filesystem::path& folder);

/// True for what a write that was cut short leaves behind.
bool is_temporary_name(const std::filesystem::path& name);

struct FreeSpace {
  std::int64_t free_bytes = 0;  ///< for an ordinary user
  std::int64_t total_bytes = 0;
};
Result<FreeSpace> free_space(const std::filesystem::path& folder);

}  // namespace booth
