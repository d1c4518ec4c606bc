#pragma once

#include <filesystem>
#include <memory>

#include "daemon/core/result.hpp"

namespace booth {

/// One boothd per state directory. The kernel releases it when the process ends, however it ends.
class StateLock {
 public:
  /// @returns Busy when another process holds it
  static Result<std::unique_ptr<StateLock>> take(const std::filesystem::path& state_dir);
  ~StateLock();
  StateLock(const StateLock&) = delete;
  StateLock& operator=(const StateLock&) = delete;

 private:
  explicit StateLock(int file) : file_(file) {}
  int file_;
};

}  // namespace booth
