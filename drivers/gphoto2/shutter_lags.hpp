#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "daemon/core/result.hpp"

namespace booth {

/// What was measured with each body, in a folder of one small file per body, so that it is known
/// again after a restart and follows the body, not its place in the configuration.
class ShutterLags {
 public:
  /// Reads the folder, which may be missing. @param folder  empty = nothing is kept
  explicit ShutterLags(std::filesystem::path folder);

  /// @param body  model and serial number, as the camera tells them
  std::optional<std::chrono::milliseconds> find(const std::string& body) const;
  /// For `find`, and where to keep it.
  std::filesystem::path note(const std::string& body, std::chrono::milliseconds lag);
  /// Whole and on the disk when this returns. Blocks. @returns DiskFull, Io
  static Result<void> keep(const std::filesystem::path& file, std::chrono::milliseconds lag);

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::chrono::milliseconds> lags_;  ///< by file name
};

}  // namespace booth
