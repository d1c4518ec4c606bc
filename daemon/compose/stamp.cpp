#include "daemon/compose/stamp.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace booth::compose {
namespace {

/// round(value / 255) for 0 <= value <= 255 * 255, exact.
inline std::uint32_t div255(std::uint32_t value) {
  value += 128;
  return (value + (value >> 8)) >> 8;
}

/// What of a picture at `at` falls into these rows of the canvas, in canvas coordinates.
cv::Rect visible(const cv::Mat& canvas, cv::Size size, cv::Point at, const cv::Range& rows) {
  return cv::Rect(at, size) & cv::Rect(0, rows.start, canvas.cols, rows.size());
}

void blend_row(std::uint8_t* under, const std::uint8_t* over, int count) {
  for (int i = 0; i < count; ++i, under += 3, over += 4) {
    const std::uint32_t rest = 255U - over[3];
    // Saturated: rounding of premultiplied values may reach 256.
    for (int c = 0; c < 3; ++c) {
      const std::uint32_t sum = over[c] + div255(under[c] * rest);
      under[c] = static_cast<std::uint8_t>(sum > 255 ? 255 : sum);
    }
  }
}

void mix_row(std::uint8_t* under, const std::uint8_t* picture, const std::uint8_t* mask,
             int count) {
  for (int i = 0; i < count; ++i, under += 3, picture += 3) {
    const std::uint32_t share = mask[i];
    for (int c = 0; c < 3; ++c)
      under[c] = static_cast<std::uint8_t>(div255(picture[c] * share + under[c] * (255U - share)));
  }
}

/// First and last pixel of a row that is not fully transparent.
cv::Range shown(const std::uint8_t* row, int count) {
  int first = 0;
  while (first < count && row[first * 4 + 3] == 0) ++first;
  int end = count;
  while (end > first && row[end * 4 - 1] == 0) --end;
  return {first, end};
}

}  // namespace

void premultiply(cv::Mat& bgra) {
  for (int y = 0; y < bgra.rows; ++y) {
    auto* pixel = bgra.ptr<std::uint8_t>(y);
    for (int x = 0; x < bgra.cols; ++x, pixel += 4)
      for (int c = 0; c < 3; ++c)
        pixel[c] = static_cast<std::uint8_t>(div255(std::uint32_t{pixel[c]} * pixel[3]));
  }
}

void fade(cv::Mat& premultiplied, double opacity) {
  if (opacity >= 1) return;
  const auto share = static_cast<std::uint32_t>(std::lround(opacity * 255));
  for (int y = 0; y < premultiplied.rows; ++y) {
    auto* value = premultiplied.ptr<std::uint8_t>(y);
    for (int i = 0; i < premultiplied.cols * 4; ++i)
      value[i] = static_cast<std::uint8_t>(div255(value[i] * share));
  }
}

Stamp trimmed(Stamp stamp) {
  cv::Rect box;
  for (int y = 0; y < stamp.pixels.rows; ++y) {
    const cv::Range row = shown(stamp.pixels.ptr<std::uint8_t>(y), stamp.pixels.cols);
    if (row.size() > 0) box |= cv::Rect(row.start, y, row.size(), 1);
  }
  if (box.empty()) return {};
  if (box.size() == stamp.pixels.size()) return stamp;
  return {stamp.pixels(box).clone(), stamp.at + box.tl()};
}

void blend(cv::Mat& canvas, const Stamp& stamp, const cv::Range& rows) {
  const cv::Rect box = visible(canvas, stamp.pixels.size(), stamp.at, rows);
  if (box.empty()) return;
  for (int y = box.y; y < box.y + box.height; ++y) {
    const auto* over = stamp.pixels.ptr<std::uint8_t>(y - stamp.at.y) + (box.x - stamp.at.x) * 4;
    const cv::Range row = shown(over, box.width);
    if (row.size() > 0)
      blend_row(canvas.ptr<std::uint8_t>(y) + (box.x + row.start) * 3, over + row.start * 4,
                row.size());
  }
}

void copy_masked(cv::Mat& canvas, const cv::Mat& picture, const cv::Mat& mask, const cv::Point& at,
                 const cv::Range& rows) {
  const cv::Rect box = visible(canvas, picture.size(), at, rows);
  if (box.empty()) return;
  for (int y = box.y; y < box.y + box.height; ++y) {
    auto* under = canvas.ptr<std::uint8_t>(y) + box.x * 3;
    const int from = box.x - at.x;
    const auto* over = picture.ptr<std::uint8_t>(y - at.y) + from * 3;
    if (mask.empty())
      std::memcpy(under, over, static_cast<std::size_t>(box.width) * 3);
    else
      mix_row(under, over, mask.ptr<std::uint8_t>(y - at.y) + from, box.width);
  }
}

}  // namespace booth::compose
