#include "daemon/compose/remake_sheet.hpp"

#include <exception>
#include <filesystem>
#include <vector>

#include <boost/json.hpp>

#include "daemon/compose/recipe.hpp"
#include "daemon/compose/render_files.hpp"
#include "daemon/compose/template_file.hpp"
#include "daemon/compose/template_folder.hpp"
#include "daemon/runtime/sha256.hpp"

namespace booth::compose {
namespace {

namespace json = boost::json;

struct Recipe {
  std::string template_name;
  std::string template_hash;
  PrintFormat format;
  std::map<std::string, std::string> texts;
  RenderChoices choices;
  std::string backdrop_hash;
  std::map<int, std::string> shot_hashes;
  std::vector<RecipeFile> files;
};

std::string text_of(const json::value& value) {
  return std::string(value.as_string());
}
int number_of(const json::value& value) {
  return static_cast<int>(value.as_int64());
}

/// Throws what Boost.JSON throws when the recipe is not one of ours.
Recipe read(const std::string& text) {
  const json::value root = json::parse(text);
  Recipe recipe;
  recipe.template_name = text_of(root.at("template").at("name"));
  recipe.template_hash = text_of(root.at("template").at("hash"));
  const json::value& format = root.at("format");
  recipe.format = {text_of(format.at("medium")), number_of(format.at("width_px")),
                   number_of(format.at("height_px")), number_of(format.at("dpi")), 0};
  for (const auto& pair : root.at("texts").as_object())
    recipe.texts[pair.key()] = text_of(pair.value());
  recipe.choices.look = text_of(root.at("look"));
  if (const auto* backdrop = root.as_object().if_contains("backdrop")) {
    recipe.choices.backdrop = text_of(backdrop->at("file"));
    recipe.backdrop_hash = text_of(backdrop->at("sha256"));
  }
  for (const json::value& shot : root.at("shots").as_array())
    recipe.shot_hashes[number_of(shot.at("slot"))] = text_of(shot.at("sha256"));
  for (const json::value& file : root.at("files").as_array())
    recipe.files.push_back({text_of(file.at("file")), text_of(file.at("sha256"))});
  return recipe;
}

Result<void> check_file(const std::string& what, const std::string& path, const std::string& hash) {
  if (hash.empty())
    return {};  // it could not be read then either: a placeholder stands on the sheet
  const auto now = sha256_of_file(path);
  if (!now) return now.error();
  if (*now == hash) return {};
  return make_error(Errc::Conflict, what + " is not the one that the sheet was made of: " + path);
}

Result<std::vector<std::string>> files_in_order(const Recipe& recipe,
                                                const std::map<int, std::string>& photos) {
  std::vector<std::string> files;
  for (const auto& shot : recipe.shot_hashes) {
    const auto found = photos.find(shot.first);
    if (found == photos.end())
      return make_error(Errc::NotFound,
                        "the photo of slot " + std::to_string(shot.first) + " is missing");
    const auto same =
        check_file("the photo of slot " + std::to_string(shot.first), found->second, shot.second);
    if (!same) return same.error();
    if (shot.first < 1 || shot.first > 64)
      return make_error(Errc::Corrupt, "the recipe has a slot " + std::to_string(shot.first));
    files.resize(static_cast<std::size_t>(shot.first));
    files.back() = found->second;
  }
  return files;
}

Result<RenderedSheet> remake(const Recipe& recipe, const std::string& template_directory,
                             const std::map<int, std::string>& photos) {
  if (!is_inside_folder(recipe.template_name))
    return make_error(Errc::Corrupt, "the recipe names no template");
  const std::string folder =
      (std::filesystem::path(template_directory) / recipe.template_name).string();
  const auto loaded = load_template(folder);
  if (!loaded) return loaded.error();
  if (loaded->hash != recipe.template_hash)
    return make_error(Errc::Conflict, "the template " + recipe.template_name +
                                          " has changed since the sheet was made (then " +
                                          recipe.template_hash.substr(0, 8) + ", now " +
                                          loaded->hash.substr(0, 8) +
                                          "): restore it to make the same sheet");
  if (!recipe.choices.backdrop.empty()) {
    const auto same = check_file("the backdrop", recipe.choices.backdrop, recipe.backdrop_hash);
    if (!same) return same.error();
  }
  for (const RecipeFile& file : recipe.files) {
    const auto same = check_file("a picture or look", file.file, file.sha256);
    if (!same) return same.error();
  }
  const auto files = files_in_order(recipe, photos);
  if (!files) return files.error();
  return render_files(folder, *files, recipe.texts, recipe.format, recipe.choices);
}

}  // namespace

Result<RenderedSheet> remake_sheet(const std::string& recipe, const std::string& template_directory,
                                   const std::map<int, std::string>& photos) {
  Recipe read_recipe;
  try {
    read_recipe = read(recipe);
  } catch (const std::exception& e) {
    return make_error(Errc::Corrupt, std::string("the sheet's recipe cannot be read: ") + e.what());
  }
  return remake(read_recipe, template_directory, photos);
}

}  // namespace booth::compose
