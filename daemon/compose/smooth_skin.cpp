#include "daemon/compose/smooth_skin.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <opencv2/imgproc.hpp>

namespace booth::compose {
namespace {

constexpr double kStrength = 0.75;

/// Differences in brightness below this (of 255) are blemishes, above are features.
constexpr double kBlemish = 11;

/// He, Sun, Tang: "Guided image filtering"; the picture guides itself. `grey` is CV_32FC1.
cv::Mat guided(const cv::Mat& grey, int radius, double blemish) {
  const cv::Size window(2 * radius + 1, 2 * radius + 1);
  cv::Mat mean;
  cv::Mat mean_of_squares;
  cv::boxFilter(grey, mean, CV_32F, window);
  cv::boxFilter(grey.mul(grey), mean_of_squares, CV_32F, window);
  const cv::Mat variance = mean_of_squares - mean.mul(mean);
  cv::Mat a = variance / (variance + blemish * blemish);
  cv::Mat b = mean - a.mul(mean);
  cv::boxFilter(a, a, CV_32F, window);
  cv::boxFilter(b, b, CV_32F, window);
  return a.mul(grey) + b;
}

/// 0 to 255: how much a colour is one of skin. All human skin has nearly the same hue; only its
/// brightness differs.
cv::Mat skin_mask(const cv::Mat& ycrcb, int radius) {
  static const cv::Mat kTables = [] {
    cv::Mat tables(1, 256, CV_8UC3);
    const auto near_middle = [](int value, int middle, int full, int none) {
      const int distance = std::abs(value - middle);
      return cv::saturate_cast<std::uint8_t>(255.0 * (none - distance) / (none - full));
    };
    for (int i = 0; i < 256; ++i)
      tables.at<cv::Vec3b>(0, i) = {cv::saturate_cast<std::uint8_t>((i - 30) * 8),
                                    near_middle(i, 152, 15, 26), near_middle(i, 110, 16, 28)};
    return tables;
  }();
  cv::Mat parts;
  cv::LUT(ycrcb, kTables, parts);
  std::array<cv::Mat, 3> channels;
  cv::split(parts, channels.data());
  cv::Mat mask;
  cv::min(channels[0], channels[1], mask);
  cv::min(mask, channels[2], mask);
  cv::blur(mask, mask, cv::Size(2 * radius + 1, 2 * radius + 1));
  return mask;
}

}  // namespace

void smooth_skin(cv::Mat& photo) {
  if (photo.rows < 16 || photo.cols < 16) return;
  cv::Mat ycrcb;
  cv::cvtColor(photo, ycrcb, cv::COLOR_BGR2YCrCb);
  cv::Mat small;
  cv::resize(ycrcb, small, {}, 0.5, 0.5, cv::INTER_AREA);
  // A blemish is about a hundredth of a face, a face about a third of the photo.
  const int radius = std::max(2, std::min(photo.rows, photo.cols) / 160);
  cv::Mat grey;
  cv::extractChannel(small, grey, 0);
  grey.convertTo(grey, CV_32F);
  // The filter's change at half size, enlarged: smooth by nature, so nothing is lost by the smaller
  // size.
  cv::Mat change = guided(grey, radius, kBlemish) - grey;
  cv::Mat mask;
  skin_mask(small, radius).convertTo(mask, CV_32F, kStrength / 255);
  change = change.mul(mask);
  cv::resize(change, change, photo.size(), 0, 0, cv::INTER_LINEAR);

  for (int y = 0; y < photo.rows; ++y) {
    auto* pixel = photo.ptr<cv::Vec3b>(y);
    const auto* delta = change.ptr<float>(y);
    for (int x = 0; x < photo.cols; ++x)
      for (int c = 0; c < 3; ++c)
        pixel[x][c] = cv::saturate_cast<std::uint8_t>(static_cast<float>(pixel[x][c]) + delta[x]);
  }
}

}  // namespace booth::compose
