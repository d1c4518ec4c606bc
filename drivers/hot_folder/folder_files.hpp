#pragma once

#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// Names of the regular files in a folder. Blocking.
Result<std::vector<std::string>> list_files(const std::string& folder);

/// A whole photo. Follows no link, waits for no pipe. Blocking.
/// @returns NotFound; Corrupt when it is no regular file, too large, or not one whole JPEG
Result<Bytes> read_photo_file(const std::string& folder, const std::string& name);

/// Moves a file into a subfolder, under a name of its own when the name is taken there. Blocking.
/// @returns NotFound when the file is gone
Result<void> move_aside(const std::string& folder, const std::string& name,
                        const std::string& subfolder);

}  // namespace booth
