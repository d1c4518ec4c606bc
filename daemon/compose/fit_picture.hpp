#pragma once

#include <opencv2/core.hpp>

#include "daemon/core/layout/place_shots.hpp"

namespace booth::compose {

inline cv::Rect as_rect(const PixelBox& box) {
  return {box.x, box.y, box.width, box.height};
}
inline PixelSize size_of(const cv::Mat& picture) {
  return {picture.cols, picture.rows};
}

/// Another size, by area when smaller (no aliasing), by a cubic when larger. The same size is not
/// copied.
cv::Mat resized(const cv::Mat& picture, cv::Size size);

/// A slot's picture turned clockwise about its middle.
///
/// @param picture  of the box's size
/// @param box      where it stands before it is turned
/// @param area     upright box around the turned one: what the result covers
cv::Mat turned(const cv::Mat& picture, const PixelBox& box, const cv::Rect& area,
               double rotation_deg);

}  // namespace booth::compose
