#pragma once

#include <string>
#include <vector>

#include "daemon/compose/template_folder.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth::compose {

struct RecipeShot {
  int slot = 0;
  std::string file;  ///< name only; the hash is what counts
  std::string sha256;
};

/// A file that is neither template nor photo: a .cube look, the event's logo.
struct RecipeFile {
  std::string file;
  std::string sha256;
  bool operator==(const RecipeFile&) const = default;
};

/// All that the sheet's pixels depend on, as JSON: with the same shots, template and program the
/// bytes come out again.
std::string write_recipe(const LoadedTemplate& loaded, const SheetOrder& order,
                         const std::vector<RecipeShot>& shots, const std::string& backdrop_sha256,
                         const std::vector<RecipeFile>& files);

}  // namespace booth::compose
