#include "daemon/compose/offered_choices.hpp"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "daemon/compose/decode_photo.hpp"
#include "daemon/compose/look.hpp"
#include "daemon/compose/read_file.hpp"
#include "daemon/compose/template_folder.hpp"
#include "daemon/core/layout/look_name.hpp"

namespace booth::compose {
namespace {

namespace fs = std::filesystem;

/// Names of the files with one of these endings, sorted.
std::vector<std::string> files_in(const std::string& folder,
                                  std::initializer_list<std::string_view> endings) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    const auto fits = [&](std::string_view ending) { return name.ends_with(ending); };
    if (is_file_name(name) && std::any_of(endings.begin(), endings.end(), fits))
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

OfferedChoices offered_choices(const std::string& template_directory,
                               const std::string& backdrop_directory) {
  OfferedChoices offered;
  for (const auto look : built_in_looks()) offered.looks.emplace_back(look);
  for (auto& name : files_in(template_directory + "/looks", {".cube"}))
    offered.looks.push_back(std::move(name));
  offered.backdrops = files_in(backdrop_directory, {".jpg", ".jpeg", ".png"});
  return offered;
}

Result<std::string> find_backdrop(const std::string& backdrop_directory, const std::string& name) {
  const auto path = fs::path(backdrop_directory) / name;
  std::error_code failed;
  if (backdrop_directory.empty() || !is_file_name(name) || !fs::is_regular_file(path, failed))
    return make_error(Errc::NotFound, "no backdrop is called \"" + name + "\"");
  return path.string();
}

Result<void> check_choices(const std::string& template_folder,
                           const std::string& backdrop_directory, const std::string& look,
                           const std::string& backdrop) {
  const auto loaded = Look::load(look, look_folders(template_folder));
  if (!loaded) return loaded.error();
  if (backdrop.empty()) return {};
  const auto path = find_backdrop(backdrop_directory, backdrop);
  if (!path) return path.error();
  const auto bytes = read_file(*path, PictureLimits{}.file_bytes);
  if (!bytes) return bytes.error();
  // Small is enough to see whether it can be decoded at all.
  const auto seen = decode_photo(*bytes, {64, 64}, PictureLimits{});
  if (!seen) return make_error(seen.error().code, backdrop + ": " + seen.error().context);
  return {};
}

}  // namespace booth::compose
