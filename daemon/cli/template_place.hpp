#pragma once

#include <string>

#include "daemon/cli/commands.hpp"
#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth::cli {

/// The folder of the template that was typed: a folder as it is, or the name of an installed one.
/// @returns NotFound with the names that there are
Result<std::string> template_folder(const Arguments& arguments);

/// @returns Io
Result<void> write_file(const std::string& path, const Bytes& bytes);

}  // namespace booth::cli
