#pragma once

#include <filesystem>
#include <vector>

#include "daemon/cli/finding.hpp"

namespace booth::cli {

/// What this machine itself shows, without asking the booth: programs that take cameras away, the
/// clock, a disk that went read-only, heat, the spooler.
///
/// @param root               "/" but for tests; /proc and /sys are looked for below it
/// @param is_camera_missing  then it is worth looking what stands on USB
std::vector<Finding> local_findings(const std::filesystem::path& root, bool is_camera_missing);

/// Whether a camera is plugged in by USB.
Finding usb_cameras(const std::filesystem::path& root);

/// "boothd runs, but does not answer" or "boothd does not run".
Finding unreachable_finding(const std::filesystem::path& root, const std::string& error);

}  // namespace booth::cli
