#pragma once

#include <string>
#include <vector>

#include "daemon/compose/template_problem.hpp"
#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth::compose {

/// Everything that is wrong with a template or would look wrong on paper, each with file, line and
/// key. Mistakes first, then advice. Empty: fit for a wedding. Blocks; decodes the pictures and
/// asks for the fonts.
///
/// @param folder  with template.toml
std::vector<TemplateProblem> check_template(const std::string& folder);

/// The template with sample photos, as one looks at it, bleed included; slots, cut and safe area
/// are drawn in.
///
/// @param folder   with template.toml
/// @param photos   one per slot, repeated when there are fewer
/// @returns        a JPEG; NotFound or BadInput for the template
Result<Bytes> preview_template(const std::string& folder, const std::vector<std::string>& photos);

/// The sample photos that ship beside the templates: `samples/*.jpg` next to the template's folder;
/// may be empty.
std::vector<std::string> sample_photos(const std::string& folder);

}  // namespace booth::compose
