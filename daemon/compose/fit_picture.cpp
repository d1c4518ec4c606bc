#include "daemon/compose/fit_picture.hpp"

#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace booth::compose {

cv::Mat resized(const cv::Mat& picture, cv::Size size) {
  if (picture.size() == size) return picture;
  const bool is_smaller = size.width <= picture.cols && size.height <= picture.rows;
  cv::Mat made;
  cv::resize(picture, made, size, 0, 0, is_smaller ? cv::INTER_AREA : cv::INTER_CUBIC);
  return made;
}

cv::Mat turned(const cv::Mat& picture, const PixelBox& box, const cv::Rect& area,
               double rotation_deg) {
  const double angle = rotation_deg * std::numbers::pi / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  // Pixel centres lie at halves; both middles in that sense.
  const double from_x = (box.width - 1) / 2.0;
  const double from_y = (box.height - 1) / 2.0;
  const double to_x = box.x + box.width / 2.0 - area.x - 0.5;
  const double to_y = box.y + box.height / 2.0 - area.y - 0.5;
  const cv::Matx23d matrix(c, -s, to_x - c * from_x + s * from_y, s, c,
                           to_y - s * from_x - c * from_y);
  cv::Mat made;
  // Beyond its edge the picture goes on, so that the mask's soft edge mixes no black in.
  cv::warpAffine(picture, made, matrix, area.size(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return made;
}

}  // namespace booth::compose
