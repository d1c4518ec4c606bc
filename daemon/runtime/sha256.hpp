#pragma once

#include <span>
#include <string>
#include <string_view>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// SHA-256 as 64 lower-case hexadecimal characters.
std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view text);

/// @returns Io when the file cannot be read
Result<std::string> sha256_of_file(const std::string& path);

}  // namespace booth
