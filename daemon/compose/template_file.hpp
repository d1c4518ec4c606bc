#pragma once

#include <string>
#include <vector>

#include "daemon/compose/template_problem.hpp"
#include "daemon/core/layout/sheet_template.hpp"
#include "daemon/core/result.hpp"

namespace booth::compose {

struct ParsedTemplate {
  SheetTemplate sheet;  ///< usable only when there are no problems
  std::vector<TemplateProblem> problems;
};

/// Reads template.toml and the files it includes. Never throws, whatever the file holds; every
/// mistake becomes a problem with file, line and key.
///
/// @param folder  the template's folder
ParsedTemplate parse_template(const std::string& folder);

/// The same from memory, without includes: for tests and fuzzing.
ParsedTemplate parse_template_text(const std::string& toml, const std::string& file);

/// True for a relative path that stays inside the folder.
bool is_inside_folder(const std::string& path);

}  // namespace booth::compose
