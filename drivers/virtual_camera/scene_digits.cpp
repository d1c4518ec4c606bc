#include <array>
#include <string>

#include "drivers/virtual_camera/scene.hpp"

namespace booth::virtual_camera {
namespace {

// Seven strokes per digit, so that no font has to be installed:
//   0
//  5 1
//   6
//  4 2
//   3
constexpr std::array<unsigned, 10> kStrokes{0b0111111, 0b0000110, 0b1011011, 0b1001111, 0b1100110,
                                            0b1101101, 0b1111101, 0b0000111, 0b1111111, 0b1101111};

struct Stroke {
  double x0, y0, x1, y1;  // in a box 1 wide and 2 high
};
constexpr std::array<Stroke, 7> kPlaces{{{0, 0, 1, 0},
                                         {1, 0, 1, 1},
                                         {1, 1, 1, 2},
                                         {0, 2, 1, 2},
                                         {0, 1, 0, 2},
                                         {0, 0, 0, 1},
                                         {0, 1, 1, 1}}};

constexpr double kDigitWidth = 0.055;
constexpr double kDigitPitch = 0.085;
constexpr double kPlateRight = 1.46;
constexpr double kPlateTop = 0.775;
constexpr double kMargin = 0.028;

void draw_digit(::cairo_t* cairo, double x, double y, unsigned digit) {
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    if (((kStrokes[digit] >> i) & 1U) == 0) continue;
    cairo_move_to(cairo, x + kPlaces[i].x0 * kDigitWidth, y + kPlaces[i].y0 * kDigitWidth);
    cairo_line_to(cairo, x + kPlaces[i].x1 * kDigitWidth, y + kPlaces[i].y1 * kDigitWidth);
  }
  cairo_stroke(cairo);
}

}  // namespace

void draw_number_plate(::cairo_t* cairo, std::uint32_t number) {
  const std::string digits = std::to_string(number);
  const double plate_width = static_cast<double>(digits.size() - 1) * kDigitPitch + kDigitWidth;
  const double left = kPlateRight - plate_width - kMargin;
  cairo_set_source_rgb(cairo, 0.97, 0.94, 0.86);
  cairo_rectangle(cairo, left - kMargin, kPlateTop, plate_width + 2 * kMargin,
                  2 * kDigitWidth + 2 * kMargin);
  cairo_fill(cairo);
  cairo_set_source_rgb(cairo, 0.20, 0.12, 0.16);
  cairo_set_line_width(cairo, 0.014);
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
  double x = left;
  for (const char digit : digits) {
    draw_digit(cairo, x, kPlateTop + kMargin, static_cast<unsigned>(digit - '0'));
    x += kDigitPitch;
  }
}

}  // namespace booth::virtual_camera
