#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace booth::tus {

/// A non-negative number and nothing else, as in Upload-Offset.
std::optional<std::int64_t> parse_offset(std::string_view text);

/// Upload-Metadata: keys with base64 values.
std::string metadata(const std::vector<std::pair<std::string, std::string>>& pairs);

/// Upload-Checksum of bytes whose SHA-256 is known. @param sha256  64 hexadecimal characters
std::string checksum(std::string_view sha256);

/// The upload's address from a Location header: absolute, "//host/path", "/path" or "path", seen
/// from `base`.
/// @returns empty when it leads to another scheme or host than `base`: our token goes nowhere else
std::string resolve(std::string_view base, std::string_view location);

/// True when `list` ("a, b,c") holds `word`.
bool lists(std::string_view list, std::string_view word);

}  // namespace booth::tus
