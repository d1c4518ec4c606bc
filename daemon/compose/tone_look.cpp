#include "daemon/compose/tone_look.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <opencv2/imgproc.hpp>

namespace booth::compose {
namespace {

/// Every built-in look is one tone curve per channel, then one mix of the channels: two passes over
/// the pixels.
struct Recipe {
  std::string_view name;
  /// Tone: contrast around the middle (an S curve), gamma (above 1 brightens), lift of black, gain
  /// per channel R, G, B.
  double contrast;
  double gamma;
  double lift;
  std::array<double, 3> gain;
  double saturation;           ///< 0 grey, 1 unchanged
  std::array<double, 3> tint;  ///< R, G, B factors on the grey part, 1 = neutral
};

// clang-format off
constexpr std::array<Recipe, 6> kLooks{{
    {"bw",       0.18, 1.00, 0.00, {1.00, 1.00, 1.00}, 0.00, {1.00, 1.00, 1.00}},
    {"sepia",    0.08, 1.04, 0.02, {1.00, 1.00, 1.00}, 0.00, {1.09, 0.95, 0.77}},
    {"warm",     0.06, 1.03, 0.00, {1.05, 1.01, 0.92}, 1.06, {1.00, 1.00, 1.00}},
    {"cool",     0.06, 1.02, 0.00, {0.95, 1.00, 1.06}, 1.02, {1.00, 1.00, 1.00}},
    {"vivid",    0.16, 1.00, 0.00, {1.00, 1.00, 1.00}, 1.24, {1.00, 1.00, 1.00}},
    {"high-key", 0.04, 1.28, 0.03, {1.04, 1.04, 1.04}, 0.88, {1.00, 1.00, 1.00}},
}};
// clang-format on

const Recipe* find(const std::string& name) {
  const auto* const found = std::find_if(kLooks.begin(), kLooks.end(),
                                         [&](const Recipe& look) { return look.name == name; });
  return found == kLooks.end() ? nullptr : found;
}

double tone(double value, double gain, const Recipe& look) {
  double v = std::clamp(value * gain, 0.0, 1.0);
  v = std::pow(v, 1 / look.gamma);
  const double s_curve = v * v * (3 - 2 * v);
  v += look.contrast * 2 * (s_curve - v);
  return std::clamp(look.lift + v * (1 - look.lift), 0.0, 1.0);
}

cv::Mat tone_table(const Recipe& look) {
  cv::Mat table(1, 256, CV_8UC3);
  for (int i = 0; i < 256; ++i) {
    cv::Vec3b& entry = table.at<cv::Vec3b>(0, i);
    for (int channel = 0; channel < 3; ++channel) {
      const double gain = look.gain[static_cast<std::size_t>(2 - channel)];  // stored B, G, R
      entry[channel] = cv::saturate_cast<std::uint8_t>(255 * tone(i / 255.0, gain, look));
    }
  }
  return table;
}

cv::Matx33f channel_mix(const Recipe& look) {
  // Rec. 709 weights: what the eye calls equally bright.
  const std::array<double, 3> luma_bgr{0.0722, 0.7152, 0.2126};
  cv::Matx33f matrix;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column) {
      const double tint = look.tint[static_cast<std::size_t>(2 - row)];
      const double grey = luma_bgr[static_cast<std::size_t>(column)] * tint;
      const double own = row == column ? 1.0 : 0.0;
      matrix(row, column) =
          static_cast<float>(look.saturation * own + (1 - look.saturation) * grey);
    }
  return matrix;
}

}  // namespace

void ToneLook::apply(cv::Mat& photo) const {
  cv::Mat toned;
  cv::LUT(photo, curves, toned);
  cv::transform(toned, photo, mix);
}

std::optional<ToneLook> tone_look(const std::string& name) {
  const Recipe* recipe = find(name);
  if (!recipe) return std::nullopt;
  return ToneLook{tone_table(*recipe), channel_mix(*recipe)};
}

}  // namespace booth::compose
