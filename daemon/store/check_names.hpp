#pragma once

#include <string_view>

#include "daemon/core/result.hpp"

namespace booth {

/// What becomes part of a path or an object key must not be able to leave its folder.
/// @returns BadInput

/// Lower-case letters, digits and hyphens, 1 to 64 of them.
Result<void> check_event(std::string_view slug);
Result<void> check_id(std::string_view id);

}  // namespace booth
