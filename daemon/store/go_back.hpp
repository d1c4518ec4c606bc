#pragma once

#include <filesystem>
#include <string>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// The way back after an upgrade, when the database is newer than this program: a database of this
/// program's own schema takes its place, with every row of the newer one that this program
/// understands, and the rest as the copy has it that was made before the upgrade. So photos and
/// prints of the time in between are not forgotten. The newer database is kept beside it.
///
/// @returns the new name of the newer database, empty when this program can read the one there is
/// @returns Busy while a daemon runs on `state_dir`, Io, DiskFull
Result<std::string> go_back(const std::filesystem::path& state_dir, UtcTime now);

}  // namespace booth
