#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace booth {

struct DeviceHolder {
  std::string program;
  int pid = 0;

  /// "gvfsd-gphoto2, pid 812"
  std::string text() const { return program + ", pid " + std::to_string(pid); }
};

struct HolderSearch {
  std::optional<DeviceHolder> holder;
  /// Programs of other users may be hidden; then finding nobody means little.
  bool has_seen_all = true;
};

/// Looks through the open files of all programs but this one for a device node.
///
/// @param node  "/dev/bus/usb/001/004"; by file, not by name: other names for it count
/// @param proc  where the kernel shows the programs
/// @param ours  programs whose name begins so may hold it; empty = none
HolderSearch find_device_holder(const std::filesystem::path& node,
                                const std::filesystem::path& proc = "/proc",
                                std::string_view ours = {});

}  // namespace booth
