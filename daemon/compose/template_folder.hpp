#pragma once

#include <string>
#include <vector>

#include "daemon/compose/template_problem.hpp"
#include "daemon/core/layout/sheet_template.hpp"
#include "daemon/core/result.hpp"

namespace booth::compose {

/// A template whose file is right and whose pictures are there.
struct LoadedTemplate {
  std::string name;  ///< folder name
  std::string folder;
  std::string hash;  ///< SHA-256 over every file of the folder and the shared fonts
  SheetTemplate sheet;
};

/// @param folder  with template.toml
/// @returns NotFound without a template.toml; BadInput with the first problem as `file:line: key:
/// ...` and their count
Result<LoadedTemplate> load_template(const std::string& folder);

/// Folders below `directory` that hold a template.toml, by name. A missing directory has none.
std::vector<std::string> template_folders(const std::string& directory);

/// Where a template's fonts are: its own `fonts` folder, then the one beside all templates.
std::vector<std::string> font_folders(const std::string& folder);

/// Where .cube files are: the template's folder, then `looks` beside all templates.
std::vector<std::string> look_folders(const std::string& folder);

/// Pictures that the template names and that are not there.
std::vector<TemplateProblem> missing_pictures(const std::string& folder,
                                              const SheetTemplate& sheet);

}  // namespace booth::compose
