#pragma once

#include <string>
#include <string_view>

#include "daemon/core/result.hpp"

namespace booth {

/// `text` as one gzip member, as Content-Encoding: gzip wants it.
/// @returns Internal when zlib fails (no memory)
Result<std::string> gzip(std::string_view text);

}  // namespace booth
