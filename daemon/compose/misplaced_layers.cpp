#include "daemon/compose/misplaced_layers.hpp"

#include <cmath>
#include <numbers>
#include <sstream>

namespace booth::compose {
namespace {

constexpr double kRoundingMm = 0.05;

double rotation_of(const Layer& layer) {
  if (const auto* photo = std::get_if<PhotoLayer>(&layer.what)) return photo->rotation_deg;
  if (const auto* text = std::get_if<TextLayer>(&layer.what)) return text->rotation_deg;
  return 0;
}

}  // namespace

BoxMm covered_box(const Layer& layer) {
  const BoxMm& box = box_of(layer);
  const double angle = rotation_of(layer) * std::numbers::pi / 180;
  const double sine = std::abs(std::sin(angle));
  const double cosine = std::abs(std::cos(angle));
  const double width = box.width * cosine + box.height * sine;
  const double height = box.width * sine + box.height * cosine;
  return {box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height};
}

bool is_within(const BoxMm& inner, const BoxMm& outer) {
  return inner.x >= outer.x - kRoundingMm && inner.y >= outer.y - kRoundingMm &&
         inner.x + inner.width <= outer.x + outer.width + kRoundingMm &&
         inner.y + inner.height <= outer.y + outer.height + kRoundingMm;
}

std::string in_words(const BoxMm& box) {
  std::ostringstream out;
  out.precision(4);
  out << "x " << box.x << " to " << box.x + box.width << " mm, y " << box.y << " to "
      << box.y + box.height << " mm";
  return out.str();
}

std::vector<TemplateProblem> misplaced_layers(const SheetTemplate& sheet) {
  std::vector<TemplateProblem> problems;
  const BoxMm bleed = bleed_box(sheet);
  for (const Layer& layer : sheet.layers) {
    const bool may_reach_over = std::holds_alternative<PictureLayer>(layer.what) ||
                                std::holds_alternative<ShapeLayer>(layer.what);
    if (may_reach_over || is_within(covered_box(layer), bleed)) continue;
    problems.push_back({layer.file, layer.line, kBoxKeys,
                        "expected the layer on the paper (" + in_words(bleed) +
                            " with bleed), found " + in_words(covered_box(layer))});
  }
  return problems;
}

}  // namespace booth::compose
