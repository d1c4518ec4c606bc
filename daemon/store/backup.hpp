#pragma once

#include <filesystem>

#include "daemon/core/result.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

/// The database of a booth as one commit left it, also while its daemon runs. Pictures are plain
/// files that never change: those copied after the database are all that it speaks of. Blocks.
///
/// @returns NotFound when there is no database, Io, DiskFull
Result<void> back_up_database(const std::filesystem::path& state_dir,
                              const std::filesystem::path& copy);

/// First thing after a backup has taken the place of a booth's state: sheets that had not come out
/// when it was made may have come out since. They wait for a person and are not printed by
/// themselves. Brings an older backup to this program's schema. Blocks.
///
/// @returns how many are held; Busy while a daemon runs on `state_dir`, Unsupported when a newer
/// boothd made the backup, Corrupt when the database is damaged, Io
Result<int> settle_restored_state(const std::filesystem::path& state_dir, Timer& timer);

}  // namespace booth
