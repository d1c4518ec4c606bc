#pragma once

#include <cstddef>
#include <string>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth::compose {

/// The whole file. @returns NotFound, Io, or BadInput when it has more than `most` bytes
Result<Bytes> read_file(const std::string& path, std::size_t most);

}  // namespace booth::compose
