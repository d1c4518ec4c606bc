#include "daemon/compose/template_folder.hpp"

#include <algorithm>
#include <filesystem>

#include "daemon/compose/misplaced_layers.hpp"
#include "daemon/compose/template_file.hpp"
#include "daemon/core/layout/fill_text.hpp"
#include "daemon/runtime/sha256.hpp"

namespace booth::compose {
namespace {

namespace fs = std::filesystem;

/// Folders are small; more files than this is a mistake such as a link to the whole disk.
constexpr std::size_t kMostFiles = 500;

Result<std::string> listing(const fs::path& folder) {
  std::error_code failed;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator it(folder, failed), end; !failed && it != end;
       it.increment(failed)) {
    if (it->is_regular_file(failed)) files.push_back(it->path());
    if (files.size() > kMostFiles)
      return make_error(Errc::BadInput, folder.string() + " holds more than " +
                                            std::to_string(kMostFiles) + " files");
  }
  if (failed)
    return make_error(Errc::Io, folder.string() + " cannot be listed: " + failed.message());
  std::sort(files.begin(), files.end());
  std::string text;
  for (const fs::path& file : files) {
    const auto hash = sha256_of_file(file.string());
    if (!hash) return hash.error();
    text += *hash + ' ' + file.lexically_relative(folder).generic_string() + '\n';
  }
  return text;
}

Result<std::string> hash_template(const std::string& folder) {
  auto text = listing(folder);
  if (!text) return text.error();
  const fs::path shared = fs::path(folder).lexically_normal().parent_path() / "fonts";
  std::error_code failed;
  if (fs::is_directory(shared, failed)) {
    const auto fonts = listing(shared);
    if (!fonts) return fonts.error();
    *text += "fonts\n" + *fonts;
  }
  return sha256_hex(*text);
}

fs::path without_slash(const std::string& folder) {
  fs::path path = fs::absolute(folder).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

Result<LoadedTemplate> load_template(const std::string& folder) {
  const fs::path path = without_slash(folder);
  std::error_code failed;
  if (!fs::exists(path / "template.toml", failed))
    return make_error(Errc::NotFound, "no template: " + path.string() + " has no template.toml");

  ParsedTemplate parsed = parse_template(path.string());
  if (parsed.problems.empty()) parsed.problems = missing_pictures(path.string(), parsed.sheet);
  if (parsed.problems.empty()) parsed.problems = misplaced_layers(parsed.sheet);
  if (!parsed.problems.empty()) {
    const auto more = parsed.problems.size() - 1;
    return make_error(Errc::BadInput,
                      path.filename().string() + "/" + parsed.problems.front().sentence() +
                          (more > 0 ? " (and " + std::to_string(more) + " more)" : ""));
  }
  auto hash = hash_template(path.string());
  if (!hash) return hash.error();
  return LoadedTemplate{path.filename().string(), path.string(), std::move(*hash),
                        std::move(parsed.sheet)};
}

std::vector<std::string> template_folders(const std::string& directory) {
  std::vector<std::string> folders;
  std::error_code failed;
  for (fs::directory_iterator it(directory, failed), end; !failed && it != end;
       it.increment(failed))
    if (fs::exists(it->path() / "template.toml", failed)) folders.push_back(it->path().string());
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::vector<std::string> font_folders(const std::string& folder) {
  const fs::path path = without_slash(folder);
  return {(path / "fonts").string(), (path.parent_path() / "fonts").string()};
}

std::vector<std::string> look_folders(const std::string& folder) {
  const fs::path path = without_slash(folder);
  return {path.string(), (path.parent_path() / "looks").string()};
}

std::vector<TemplateProblem> missing_pictures(const std::string& folder,
                                              const SheetTemplate& sheet) {
  std::vector<TemplateProblem> problems;
  for (const Layer& layer : sheet.layers) {
    const auto* picture = std::get_if<PictureLayer>(&layer.what);
    if (!picture || !placeholders_in(picture->file).empty()) continue;
    std::error_code failed;
    if (!fs::is_regular_file(fs::path(folder) / picture->file, failed))
      problems.push_back(
          {layer.file, layer.line, "file",
           "expected a PNG in the template's folder, found no \"" + picture->file + "\""});
  }
  return problems;
}

}  // namespace booth::compose
