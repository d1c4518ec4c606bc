#pragma once

#include <map>
#include <string>

#include "daemon/core/result.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth::compose {

/// Makes a sheet again from its recipe, byte for byte with the same program version.
///
/// @param recipe              RenderedSheet::recipe
/// @param template_directory  where the recipe's template is
/// @param photos              file of each slot
/// @returns Conflict when the template, a photo or the backdrop is not the one of the recipe: a
/// changed template never
///          changes an old sheet silently; Corrupt when the recipe cannot be read; NotFound
Result<RenderedSheet> remake_sheet(const std::string& recipe, const std::string& template_directory,
                                   const std::map<int, std::string>& photos);

}  // namespace booth::compose
