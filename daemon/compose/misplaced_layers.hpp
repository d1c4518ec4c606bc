#pragma once

#include <string>
#include <vector>

#include "daemon/compose/template_problem.hpp"
#include "daemon/core/layout/sheet_template.hpp"

namespace booth::compose {

constexpr const char* kBoxKeys = "x, y, width, height";

/// Layers that reach over what any printer draws: would be cut off. Part of every load, unlike the
/// advice.
std::vector<TemplateProblem> misplaced_layers(const SheetTemplate& sheet);

/// Upright box around the layer's turned box, millimetres.
BoxMm covered_box(const Layer& layer);

/// True when `inner` reaches over `outer` by no more than a rounding.
bool is_within(const BoxMm& inner, const BoxMm& outer);

/// "x 4 to 97.6 mm, y 4 to 148.4 mm"
std::string in_words(const BoxMm& box);

}  // namespace booth::compose
