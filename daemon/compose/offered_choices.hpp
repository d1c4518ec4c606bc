#pragma once

#include <string>

#include "daemon/core/result.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth::compose {

/// What guests may choose from: built-in looks, the .cube files beside the templates, the pictures
/// in the folder of backdrops. A missing folder has none.
OfferedChoices offered_choices(const std::string& template_directory,
                               const std::string& backdrop_directory);

/// @returns the file's path; NotFound unless `name` is a file of that folder itself: names come
/// from guests
Result<std::string> find_backdrop(const std::string& backdrop_directory, const std::string& name);

/// Whether a sheet of this template could be made with these choices. Reads and decodes them.
///
/// @param template_folder  with template.toml
/// @returns BadInput, NotFound or Corrupt with a sentence
Result<void> check_choices(const std::string& template_folder,
                           const std::string& backdrop_directory, const std::string& look,
                           const std::string& backdrop);

}  // namespace booth::compose
