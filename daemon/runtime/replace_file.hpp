#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "daemon/core/result.hpp"

namespace booth {

/// Makes or replaces one file of this machine: written beside the old one, flushed, renamed over
/// it, the folder flushed. Cut anywhere, the old file is whole. Its owner stays; a new one belongs
/// to whom its folder belongs. Blocks.
///
/// @param mode  permissions; nullopt = those of the old file, 0644 for a new one
/// @returns     AuthRefused with the way out when only root may do it, DiskFull, Io
Result<void> replace_file(const std::filesystem::path& path, const std::string& content,
                          std::optional<mode_t> mode = std::nullopt);

/// The same words for other steps on files of this machine, from errno.
Error file_error(const std::filesystem::path& path);

}  // namespace booth
