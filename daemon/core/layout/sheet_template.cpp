#include "daemon/core/layout/sheet_template.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace booth {
namespace {

// No dye-sub printer of the profile table draws more than 3.5 mm over the paper's edge (Kodak 6850,
// strips).
constexpr double kBleedMm = 4;

constexpr double kInch = 25.4;

const std::array<Medium, 5> kMedia{{
    {"4x6", 4 * kInch, 6 * kInch, 1},
    {"2x6x2", 2 * kInch, 6 * kInch, 2},
    {"5x7", 5 * kInch, 7 * kInch, 1},
    {"6x8", 6 * kInch, 8 * kInch, 1},
    {"6x6", 6 * kInch, 6 * kInch, 1},
}};

}  // namespace

int slot_count(const SheetTemplate& sheet) {
  int highest = 0;
  for (const Layer& layer : sheet.layers)
    if (const auto* photo = std::get_if<PhotoLayer>(&layer.what))
      highest = std::max(highest, photo->slot);
  return highest;
}

BoxMm paper_box(const SheetTemplate& sheet) {
  BoxMm paper{0, 0, sheet.medium.width_mm, sheet.medium.height_mm};
  if (sheet.orientation == Orientation::Landscape) std::swap(paper.width, paper.height);
  return paper;
}

BoxMm bleed_box(const SheetTemplate& sheet) {
  const BoxMm paper = paper_box(sheet);
  return {-kBleedMm, -kBleedMm, paper.width + 2 * kBleedMm, paper.height + 2 * kBleedMm};
}

const BoxMm& box_of(const Layer& layer) {
  return std::visit([](const auto& what) -> const BoxMm& { return what.box; }, layer.what);
}

std::optional<Medium> find_medium(const std::string& name) {
  const auto* const found =
      std::find_if(kMedia.begin(), kMedia.end(), [&](const Medium& m) { return m.name == name; });
  if (found == kMedia.end()) return std::nullopt;
  return *found;
}

std::string known_media() {
  std::string names;
  for (const Medium& medium : kMedia) names += (names.empty() ? "" : ", ") + medium.name;
  return names;
}

}  // namespace booth
