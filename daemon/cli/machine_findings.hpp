#pragma once

#include <filesystem>
#include <vector>

#include "daemon/cli/finding.hpp"

namespace booth::cli {

// Checks of this machine that look at more than one place; part of local_findings. `root` is "/"
// but for tests.

/// Which program has a camera's USB device open, by name and number.
Finding camera_holders(const std::filesystem::path& root);

/// Versions of drivers that are known to break booths.
Finding driver_versions(const std::filesystem::path& root);

/// Whether the user of the service may use cameras and printers, and secrets are secret.
Finding permissions(const std::filesystem::path& root);

/// Full of bytes, or of files.
Finding disk_room(const std::filesystem::path& root);

}  // namespace booth::cli
