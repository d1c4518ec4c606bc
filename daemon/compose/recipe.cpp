#include "daemon/compose/recipe.hpp"

#include <boost/json.hpp>

namespace booth::compose {

std::string write_recipe(const LoadedTemplate& loaded, const SheetOrder& order,
                         const std::vector<RecipeShot>& shots, const std::string& backdrop_sha256,
                         const std::vector<RecipeFile>& files) {
  boost::json::object recipe;
  recipe["program"] = "boothd " BOOTH_VERSION;
  recipe["template"] = {{"name", loaded.name}, {"hash", loaded.hash}};
  recipe["format"] = {{"medium", order.format.medium},
                      {"width_px", order.format.width_px},
                      {"height_px", order.format.height_px},
                      {"dpi", order.format.dpi}};
  boost::json::object texts;
  for (const auto& [name, text] : order.texts) texts[name] = text;
  recipe["texts"] = std::move(texts);
  recipe["look"] = order.look;
  if (!order.backdrop.empty())
    recipe["backdrop"] = {{"file", order.backdrop}, {"sha256", backdrop_sha256}};
  boost::json::array list;
  for (const RecipeShot& shot : shots)
    list.push_back({{"slot", shot.slot}, {"file", shot.file}, {"sha256", shot.sha256}});
  recipe["shots"] = std::move(list);
  boost::json::array others;
  for (const RecipeFile& other : files)
    others.push_back({{"file", other.file}, {"sha256", other.sha256}});
  recipe["files"] = std::move(others);
  return boost::json::serialize(recipe);
}

}  // namespace booth::compose
