#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth::compose {

struct RenderChoices {
  std::string look;      ///< for photos whose template has none; "bw", "smooth+warm"
  std::string backdrop;  ///< JPEG or PNG in place of a green screen; empty: none
};

/// Makes one sheet from files, in one call: what `boothctl render` does. Uses two threads; blocks.
///
/// @param template_folder  with template.toml
/// @param photos           one file per slot, in order; fewer (or an empty name) leave
/// placeholders, more are an error
/// @param texts            placeholders: event, date, time, session, share_url
/// @param format           of the printer; `medium` must be the template's
/// @returns NotFound or BadInput (file, line, key) for the template; a photo that cannot be read is
/// a warning
Result<RenderedSheet> render_files(const std::string& template_folder,
                                   const std::vector<std::string>& photos,
                                   const std::map<std::string, std::string>& texts,
                                   const PrintFormat& format, const RenderChoices& choices = {});

/// What most printers take for the template's medium (DNP, Citizen, Sinfonia): for rendering
/// without a printer.
///
/// @returns BadInput or NotFound when the template cannot be loaded
Result<PrintFormat> usual_format(const std::string& template_folder);

}  // namespace booth::compose
