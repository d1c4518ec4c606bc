#pragma once

#include <span>
#include <string>
#include <string_view>

namespace booth {

/// Looks that need no file: "bw", "warm" ... and "smooth", which evens out skin.
std::span<const std::string_view> built_in_looks();

/// True for built-in looks and .cube files joined by "+": "smooth+film.cube". Whether the files
/// exist is seen by who loads them.
bool is_look(std::string_view names);

/// For messages: "bw, sepia, ...".
std::string known_looks();

/// True for the name of a file in a folder: no way out of it, nothing hidden.
bool is_file_name(std::string_view name);

}  // namespace booth
