#include "daemon/compose/green_screen.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <opencv2/imgproc.hpp>

namespace booth::compose {
namespace {

/// How much greener than anything else: 0 for everything that is not green. Independent of shadows
/// in its sign.
inline int greenness(const cv::Vec3b& bgr) {
  return std::max(0, bgr[1] - std::max(bgr[0], bgr[2]));
}

/// The cloth's greenness: the value that its evenly lit part has. 0 when there is no cloth.
int measure_cloth(const cv::Mat& photo) {
  constexpr int kGreen = 28;  // below lies grass-green clothing and noise
  constexpr double kSmallestShare = 0.04;
  std::array<int, 256> histogram{};
  int green = 0;
  for (int y = 0; y < photo.rows; y += 2)
    for (int x = 0; x < photo.cols; x += 2) {
      const int value = greenness(photo.at<cv::Vec3b>(y, x));
      if (value < kGreen) continue;
      ++histogram[static_cast<std::size_t>(value)];
      ++green;
    }
  if (green < kSmallestShare * photo.rows * photo.cols / 4) return 0;
  int seen = 0;
  for (int value = 0; value < 256; ++value) {
    seen += histogram[static_cast<std::size_t>(value)];
    if (seen * 2 >= green) return value;  // the median: neither the hot spot nor the folds
  }
  return 0;
}

/// 255 = guest, 0 = cloth, for every greenness.
std::array<std::uint8_t, 256> guest_table(int cloth) {
  // Skin's and hair's own green stays well under a fifth of the cloth's; folds in shadow keep about
  // half of it.
  const double from = 0.16 * cloth;
  const double to = 0.52 * cloth;
  std::array<std::uint8_t, 256> table{};
  for (int i = 0; i < 256; ++i) {
    const double t = std::clamp((i - from) / std::max(1.0, to - from), 0.0, 1.0);
    table[static_cast<std::size_t>(i)] =
        cv::saturate_cast<std::uint8_t>(255 * (1 - t * t * (3 - 2 * t)));
  }
  return table;
}

}  // namespace

bool replace_green(cv::Mat& photo, const cv::Mat& backdrop) {
  const int cloth = measure_cloth(photo);
  if (cloth == 0) return false;
  const auto table = guest_table(cloth);
  cv::Mat guest(photo.size(), CV_8UC1);
  for (int y = 0; y < photo.rows; ++y) {
    const auto* pixel = photo.ptr<cv::Vec3b>(y);
    auto* share = guest.ptr<std::uint8_t>(y);
    for (int x = 0; x < photo.cols; ++x)
      share[x] = table[static_cast<std::size_t>(greenness(pixel[x]))];
  }
  // Cameras store colour at half width: a soft step over three pixels hides the staircase.
  cv::GaussianBlur(guest, guest, {3, 3}, 0);

  for (int y = 0; y < photo.rows; ++y) {
    auto* pixel = photo.ptr<cv::Vec3b>(y);
    const auto* behind = backdrop.ptr<cv::Vec3b>(y);
    const auto* share = guest.ptr<std::uint8_t>(y);
    for (int x = 0; x < photo.cols; ++x) {
      // Spill: no part of a guest is greener than its other colours; at the edge, where cloth
      // shines through hair, not even as green as the stronger of them.
      const int stronger = std::max(pixel[x][0], pixel[x][2]);
      const int limit = share[x] == 255 ? stronger : (pixel[x][0] + pixel[x][2]) / 2;
      pixel[x][1] = static_cast<std::uint8_t>(std::min<int>(pixel[x][1], limit));
      for (int c = 0; c < 3; ++c) {
        const int sum = pixel[x][c] * share[x] + behind[x][c] * (255 - share[x]) + 127;
        pixel[x][c] = static_cast<std::uint8_t>(sum / 255);
      }
    }
  }
  return true;
}

}  // namespace booth::compose
