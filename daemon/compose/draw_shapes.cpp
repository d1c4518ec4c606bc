#include "daemon/compose/draw_shapes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

#include "daemon/compose/cairo_handles.hpp"
#include "daemon/compose/qr_modules.hpp"

namespace booth::compose {
namespace {

constexpr double kQuarter = std::numbers::pi / 2;

void rounded_path(cairo_t* cairo, double x, double y, double width, double height, double radius) {
  const double r = std::min({radius, width / 2, height / 2});
  if (r <= 0) return cairo_rectangle(cairo, x, y, width, height);
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, x + width - r, y + r, r, -kQuarter, 0);
  cairo_arc(cairo, x + width - r, y + height - r, r, 0, kQuarter);
  cairo_arc(cairo, x + r, y + height - r, r, kQuarter, 2 * kQuarter);
  cairo_arc(cairo, x + r, y + r, r, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cairo);
}

/// A turned rounded rectangle in a picture of its own; `area` says where that lies on the canvas.
struct TurnedBox {
  PixelBox box;
  double rotation_deg = 0;
  double radius = 0;
  double grow = 0;  ///< added on all sides, radius included
  cv::Point2d shift;
};

void fill_box(cv::Mat& pixels, const cv::Rect& area, const TurnedBox& what, const Colour& colour) {
  MatPainter painter(pixels);
  painter.set_colour(colour);
  cairo_t* cairo = painter.get();
  const double width = what.box.width + 2 * what.grow;
  const double height = what.box.height + 2 * what.grow;
  cairo_translate(cairo, what.box.x + what.box.width / 2.0 - area.x + what.shift.x,
                  what.box.y + what.box.height / 2.0 - area.y + what.shift.y);
  cairo_rotate(cairo, what.rotation_deg * std::numbers::pi / 180);
  const double radius = what.radius > 0 ? what.radius + what.grow : 0;
  rounded_path(cairo, -width / 2, -height / 2, width, height, radius);
  cairo_fill(cairo);
}

cv::Rect area_around(const PixelBox& box, double rotation_deg, int margin) {
  const PixelSize turned = turned_size({box.width, box.height}, rotation_deg);
  const int x = static_cast<int>(std::floor(box.x + (box.width - turned.width) / 2.0)) - margin;
  const int y = static_cast<int>(std::floor(box.y + (box.height - turned.height) / 2.0)) - margin;
  // One pixel more where the size is odd against the box, so that the middle stays the middle.
  const int extra = rotation_deg == 0 ? 0 : 1;
  return {x, y, turned.width + 2 * margin + extra, turned.height + 2 * margin + extra};
}

void blur(cv::Mat& pixels, double fade_px) {
  // A Gaussian has faded out at about two and a half sigma on each side.
  const double sigma = fade_px / 2.5;
  if (sigma > 0.3) cv::GaussianBlur(pixels, pixels, cv::Size(), sigma, sigma, cv::BORDER_CONSTANT);
}

Stamp draw_underneath(const PhotoLayer& photo, const PixelBox& box, const PiecePlacement& piece) {
  const double border = photo.border.width_mm * piece.pixels_per_mm;
  const double fade_px = photo.shadow.blur_mm * piece.pixels_per_mm;
  const cv::Point2d shift{photo.shadow.dx_mm * piece.pixels_per_mm,
                          photo.shadow.dy_mm * piece.pixels_per_mm};
  const bool has_shadow = photo.shadow.colour.alpha > 0;
  if (border <= 0 && !has_shadow) return {};

  const double reach =
      border + (has_shadow ? fade_px + std::max(std::abs(shift.x), std::abs(shift.y)) : 0);
  const cv::Rect area =
      area_around(box, photo.rotation_deg, static_cast<int>(std::ceil(reach)) + 1);
  const double radius = photo.corner_radius_mm * piece.pixels_per_mm;
  Stamp stamp{cv::Mat::zeros(area.size(), CV_8UC4), area.tl()};
  if (has_shadow) {
    fill_box(stamp.pixels, area, {box, photo.rotation_deg, radius, border, shift},
             photo.shadow.colour);
    blur(stamp.pixels, fade_px);
  }
  if (border > 0)
    fill_box(stamp.pixels, area, {box, photo.rotation_deg, radius, border, {}},
             photo.border.colour);
  return trimmed(std::move(stamp));
}

cv::Scalar as_scalar(const Colour& colour) {
  return {double(colour.blue), double(colour.green), double(colour.red), double(colour.alpha)};
}

}  // namespace

SlotFrame frame_slot(const PhotoLayer& photo, const PiecePlacement& piece) {
  SlotFrame frame;
  frame.box = to_pixels(photo.box, piece);
  frame.area = area_around(frame.box, photo.rotation_deg, 0);
  const double radius = photo.corner_radius_mm * piece.pixels_per_mm;
  if (radius > 0 || photo.rotation_deg != 0) {
    cv::Mat drawn = cv::Mat::zeros(frame.area.size(), CV_8UC4);
    fill_box(drawn, frame.area, {frame.box, photo.rotation_deg, radius, 0, {}}, {0, 0, 0, 255});
    cv::extractChannel(drawn, frame.mask, 3);
  }
  frame.underneath = draw_underneath(photo, frame.box, piece);
  return frame;
}

Stamp draw_shape(const ShapeLayer& shape, const PiecePlacement& piece) {
  const PixelBox box = to_pixels(shape.box, piece);
  const double radius = shape.corner_radius_mm * piece.pixels_per_mm;
  const double line = shape.line_mm * piece.pixels_per_mm;
  Stamp stamp{cv::Mat::zeros(box.height, box.width, CV_8UC4), {box.x, box.y}};
  MatPainter painter(stamp.pixels);
  cairo_t* cairo = painter.get();
  if (shape.fill.alpha > 0) {
    painter.set_colour(shape.fill);
    rounded_path(cairo, 0, 0, box.width, box.height, radius);
    cairo_fill(cairo);
  }
  if (line > 0) {
    painter.set_colour(shape.line_colour);
    cairo_set_line_width(cairo, line);
    rounded_path(cairo, line / 2, line / 2, box.width - line, box.height - line,
                 radius > 0 ? std::max(0.1, radius - line / 2) : 0);
    cairo_stroke(cairo);
  }
  return stamp;
}

Stamp draw_qr(const QrLayer& qr, const std::string& text, const PiecePlacement& piece) {
  const auto code = qr_modules(text);
  if (!code) return {};
  const PixelBox box = to_pixels(qr.box, piece);
  constexpr int kQuietModules = 4;  // ISO/IEC 18004: readers may need them
  const int width = static_cast<int>(code->rows.size());
  const int modules = width + 2 * kQuietModules;
  // Whole pixels per module: phones read crisp edges from further away.
  const int module_px = std::min(box.width, box.height) / modules;
  if (module_px < 1) return {};

  const int side = modules * module_px;
  Stamp stamp{cv::Mat(side, side, CV_8UC4, as_scalar(qr.light)),
              {box.x + (box.width - side) / 2, box.y + (box.height - side) / 2}};
  for (int y = 0; y < width; ++y)
    for (int x = 0; x < width; ++x) {
      if (code->rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] == '0') continue;
      const cv::Rect square((x + kQuietModules) * module_px, (y + kQuietModules) * module_px,
                            module_px, module_px);
      stamp.pixels(square).setTo(as_scalar(qr.dark));
    }
  premultiply(stamp.pixels);
  return stamp;
}

}  // namespace booth::compose
