#include "drivers/demo/rig/temp_folder.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <stdlib.h>

namespace booth::demo {

TempFolder::TempFolder(const std::string& name) {
  auto pattern = (std::filesystem::temp_directory_path() / ("booth-" + name + "-XXXXXX")).string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::system_error(errno, std::generic_category(), "cannot make the folder " + pattern);
  path_ = pattern;
}

TempFolder::TempFolder(TempFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), is_kept_(other.is_kept_) {}

TempFolder::~TempFolder() {
  if (path_.empty() || is_kept_) return;
  std::error_code ignored;  // a file that cannot be removed must not end the program that used it
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace booth::demo
