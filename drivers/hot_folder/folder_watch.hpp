#pragma once

#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth {

struct FolderChange {
  enum class Kind { Touched, RenamedIn, Gone };
  Kind kind = Kind::Touched;
  std::string name;
};

/// What happens in one folder, by inotify. Subfolders are not watched.
class FolderWatch {
 public:
  /// @returns NotFound when there is no such folder
  static Result<FolderWatch> start(const std::string& folder);

  int descriptor() const { return inotify_.get(); }

  /// What happened since the last call; never waits.
  /// @returns NotFound when the folder itself is gone; Io when changes were lost: start a new watch
  /// and look through
  ///          the folder
  Result<std::vector<FolderChange>> changes();

 private:
  explicit FolderWatch(UniqueFd inotify) : inotify_(std::move(inotify)) {}

  UniqueFd inotify_;
};

}  // namespace booth
