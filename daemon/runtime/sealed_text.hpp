#pragma once

#include <string>
#include <string_view>

#include "daemon/core/result.hpp"

namespace booth {

// Text that nobody reads who finds the disk: AES-256-GCM with a fresh nonce, in hexadecimal.

/// @param key    64 hexadecimal characters, as `openssl rand -hex 32` makes them
/// @param label  what it belongs to: a sealed text moved to another place does not open
/// @returns BadInput for a key that is none; Internal
Result<std::string> seal_text(std::string_view text, const std::string& key,
                              std::string_view label);

/// @returns Corrupt when it was changed, moved, or sealed with another key
Result<std::string> open_text(const std::string& sealed, const std::string& key,
                              std::string_view label);

}  // namespace booth
