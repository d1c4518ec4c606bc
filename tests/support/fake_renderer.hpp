#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemon/core/layout/look_name.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth {

/// Pretends to make sheets: the "JPEG" lists the paths that were placed, so that tests see what is
/// on it.
class FakeRenderer final : public SheetRenderer {
 public:
  template <class T>
  using Awaitable = boost::asio::awaitable<Result<T>>;

  std::vector<TemplateSummary> known = {{"classic-4x6", "Classic", "4x6", 4, "hash"},
                                        {"single-4x6", "Single", "4x6", 1, "hash"}};
  std::set<int> undecodable_calls;  ///< which calls of place_shot (from 0) find a broken photo
  bool is_finish_broken = false;
  int place_calls = 0;
  PixelSize sheet_size{1240, 1844};  ///< of what read_sheet gives
  std::vector<SheetId> abandoned;
  std::vector<SheetOrder> orders;  ///< every sheet that was begun

  Awaitable<std::vector<TemplateSummary>> templates() override { co_return known; }

  Awaitable<TemplateSummary> find_template(std::string name) override {
    const auto is_it = [&name](const TemplateSummary& summary) { return summary.name == name; };
    const auto found = std::find_if(known.begin(), known.end(), is_it);
    if (found == known.end()) co_return make_error(Errc::NotFound, "there is no template " + name);
    co_return *found;
  }

  Awaitable<void> begin_sheet(SheetOrder order) override {
    orders.push_back(order);
    begun_[order.sheet] = {};
    co_return Result<void>{};
  }

  Awaitable<void> place_shot(SheetId sheet, int slot, std::string path) override {
    if (!begun_.contains(sheet)) co_return make_error(Errc::NotFound, "no such sheet");
    if (undecodable_calls.contains(place_calls++))
      co_return make_error(Errc::Corrupt, "the photo cannot be decoded");
    begun_[sheet][slot] = path;
    co_return Result<void>{};
  }

  Awaitable<RenderedSheet> finish_sheet(SheetId sheet) override {
    if (is_finish_broken) co_return make_error(Errc::Io, "out of memory");
    std::string text = sheet.str() + "\n";
    for (const auto& placed : begun_[sheet])
      text += std::to_string(placed.first) + " " + placed.second + "\n";
    begun_.erase(sheet);
    RenderedSheet rendered;
    for (const char c : text) rendered.jpeg.push_back(static_cast<std::byte>(c));
    rendered.share_jpeg = rendered.jpeg;
    rendered.share_jpeg.push_back(std::byte{'s'});
    rendered.size = {1240, 1844};
    rendered.recipe = "{}";
    co_return rendered;
  }

  Awaitable<void> abandon_sheet(SheetId sheet) override {
    abandoned.push_back(sheet);
    if (begun_.erase(sheet) == 0) co_return make_error(Errc::NotFound, "no such sheet");
    co_return Result<void>{};
  }

  Awaitable<OfferedChoices> choices() override {
    co_return OfferedChoices{{"bw", "warm"}, {"beach.jpg"}};
  }

  Awaitable<void> check_choices(std::string, std::string look, std::string backdrop) override {
    if (!look.empty() && !is_look(look))
      co_return make_error(Errc::BadInput, "look: expected one of " + known_looks());
    if (!backdrop.empty() && backdrop != "beach.jpg")
      co_return make_error(Errc::NotFound, "no backdrop is called " + backdrop);
    co_return Result<void>{};
  }

  Awaitable<RenderedSheet> remake_sheet(std::string recipe, std::map<int, std::string>) override {
    RenderedSheet made;
    made.recipe = std::move(recipe);
    co_return made;
  }

  Awaitable<RgbImage> read_sheet(std::string path, std::string icc_profile) override {
    last_read = std::move(path);
    last_profile = std::move(icc_profile);
    RgbImage image;
    image.size = sheet_size;
    image.rgb.resize(3UL * static_cast<std::size_t>(sheet_size.width) *
                     static_cast<std::size_t>(sheet_size.height));
    co_return image;
  }

  std::string last_read;
  std::string last_profile;

 private:
  std::map<SheetId, std::map<int, std::string>> begun_;
};

}  // namespace booth
