#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace booth {

/// A disk in memory, so small that it is soon full, mounted over a folder. Only this thread and the
/// programs that it starts afterwards see it: it is in a mount namespace of its own.
class SmallDisk {
 public:
  /// @param size  "3m"
  /// @returns     nullopt when this kernel or container does not let us mount anything
  static std::optional<SmallDisk> mount_over(const std::filesystem::path& folder,
                                             const std::string& size) {
    if (::unshare(::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0)
      return std::nullopt;
    // Private: what we mount is gone with us and nobody else sees it.
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return std::nullopt;
    const auto options = "mode=1777,size=" + size;
    if (::mount("booth", folder.c_str(), "tmpfs", 0, options.c_str()) != 0) return std::nullopt;
    return SmallDisk(folder);
  }

  ~SmallDisk() {
    if (!folder_.empty()) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(SmallDisk&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
  SmallDisk& operator=(SmallDisk&&) = delete;

  /// Somebody makes room.
  bool enlarge(const std::string& size) {
    const auto options = "size=" + size;
    return ::mount("booth", folder_.c_str(), "tmpfs", MS_REMOUNT, options.c_str()) == 0;
  }

 private:
  explicit SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_;  ///< empty once moved from
};

}  // namespace booth
