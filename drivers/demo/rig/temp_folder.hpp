#pragma once

#include <filesystem>
#include <string>

namespace booth::demo {

/// A new folder below $TMPDIR (or /tmp), readable by its owner only, removed with all it holds in
/// the destructor. The path is kept short: a unix socket in it must fit into 108 bytes.
class TempFolder {
 public:
  /// @param name  start of the folder's name: "cups" becomes /tmp/booth-cups-a1B2c3
  /// @throws std::system_error when the folder cannot be made: nothing can go on without it
  explicit TempFolder(const std::string& name);
  ~TempFolder();
  TempFolder(TempFolder&& other) noexcept;
  TempFolder& operator=(TempFolder&&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Leaves the folder in place, for a person who wants to look inside.
  void keep() { is_kept_ = true; }

 private:
  std::filesystem::path path_;
  bool is_kept_ = false;
};

}  // namespace booth::demo
