#include <array>
#include <cmath>

#include "drivers/virtual_camera/dice.hpp"
#include "drivers/virtual_camera/scene.hpp"

namespace booth::virtual_camera {
namespace {

constexpr double kWidth = 1.55;  // a little more than 3:2, so that no edge stays bare
constexpr double kFloor = 0.80;

struct Colour {
  double red, green, blue;
};

constexpr std::array<Colour, 5> kFlagColours{{{0.86, 0.33, 0.31},
                                              {0.95, 0.71, 0.32},
                                              {0.36, 0.60, 0.56},
                                              {0.93, 0.88, 0.78},
                                              {0.45, 0.38, 0.58}}};

void fill_gradient(::cairo_t* cairo, double top, double bottom, Colour from, Colour to) {
  const CairoPatternHandle gradient(cairo_pattern_create_linear(0, top, 0, bottom));
  cairo_pattern_add_color_stop_rgb(gradient.get(), 0, from.red, from.green, from.blue);
  cairo_pattern_add_color_stop_rgb(gradient.get(), 1, to.red, to.green, to.blue);
  cairo_rectangle(cairo, 0, top, kWidth, bottom - top);
  cairo_set_source(cairo, gradient.get());
  cairo_fill(cairo);
}

void glow(::cairo_t* cairo, double x, double y, double radius, double strength) {
  const CairoPatternHandle light(cairo_pattern_create_radial(x, y, 0, x, y, radius));
  cairo_pattern_add_color_stop_rgba(light.get(), 0, 1.0, 0.93, 0.72, strength);
  cairo_pattern_add_color_stop_rgba(light.get(), 0.25, 1.0, 0.82, 0.50, strength * 0.35);
  cairo_pattern_add_color_stop_rgba(light.get(), 1, 1.0, 0.72, 0.35, 0);
  cairo_set_source(cairo, light.get());
  cairo_arc(cairo, x, y, radius, 0, 2 * M_PI);
  cairo_fill(cairo);
}

/// Height of a cord that hangs between hooks at both sides.
double sag(double x, double hook, double depth) {
  const double t = x / kWidth;
  return hook + depth * 4 * t * (1 - t);
}

void draw_cord(::cairo_t* cairo, double hook, double depth) {
  cairo_set_source_rgba(cairo, 0.22, 0.14, 0.12, 0.9);
  cairo_set_line_width(cairo, 0.0035);
  for (int i = 0; i <= 60; ++i) {
    const double x = kWidth * i / 60;
    cairo_line_to(cairo, x, sag(x, hook, depth));
  }
  cairo_stroke(cairo);
}

void draw_light_chain(::cairo_t* cairo, double hook, double depth, int bulbs) {
  draw_cord(cairo, hook, depth);
  for (int i = 0; i < bulbs; ++i) {
    const double x = kWidth * (i + 0.5) / bulbs;
    const double y = sag(x, hook, depth) + 0.018;
    glow(cairo, x, y, 0.075, 0.85);
    cairo_set_source_rgb(cairo, 1.0, 0.96, 0.84);
    cairo_arc(cairo, x, y, 0.009, 0, 2 * M_PI);
    cairo_fill(cairo);
  }
}

void draw_bunting(::cairo_t* cairo, double hook, double depth) {
  draw_cord(cairo, hook, depth);
  constexpr int kFlags = 17;
  for (int i = 0; i < kFlags; ++i) {
    const double left = kWidth * (i + 0.12) / kFlags;
    const double right = kWidth * (i + 0.88) / kFlags;
    const double middle = (left + right) / 2;
    const Colour colour = kFlagColours[static_cast<std::size_t>(i) % kFlagColours.size()];
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    cairo_move_to(cairo, left, sag(left, hook, depth));
    cairo_line_to(cairo, right, sag(right, hook, depth));
    cairo_line_to(cairo, middle, sag(middle, hook, depth) + 0.085);
    cairo_close_path(cairo);
    cairo_fill(cairo);
  }
}

/// Out-of-focus lights at the far end of the hall.
void draw_far_lights(::cairo_t* cairo) {
  Dice dice(7);
  for (int i = 0; i < 46; ++i) {
    const double x = dice.between(0, kWidth);
    const double y = dice.between(0.30, 0.70);
    const double radius = dice.between(0.008, 0.030);
    cairo_set_source_rgba(cairo, 1.0, dice.between(0.70, 0.92), dice.between(0.40, 0.68),
                          dice.between(0.06, 0.22));
    cairo_arc(cairo, x, y, radius, 0, 2 * M_PI);
    cairo_fill(cairo);
  }
}

void draw_floor(::cairo_t* cairo) {
  fill_gradient(cairo, kFloor, 1.0, {0.36, 0.19, 0.13}, {0.20, 0.10, 0.09});
  cairo_set_source_rgba(cairo, 0.10, 0.04, 0.04, 0.35);
  cairo_set_line_width(cairo, 0.002);
  for (int i = -8; i <= 24; ++i) {  // boards that meet at the far end
    cairo_move_to(cairo, kWidth / 2 + (kWidth * i / 16 - kWidth / 2) * 0.55, kFloor);
    cairo_line_to(cairo, kWidth * i / 16, 1.0);
  }
  cairo_stroke(cairo);
}

}  // namespace

void draw_hall(::cairo_t* cairo) {
  fill_gradient(cairo, 0, kFloor, {0.24, 0.12, 0.20}, {0.80, 0.46, 0.30});
  glow(cairo, kWidth / 2, 0.62, 0.75, 0.55);
  draw_far_lights(cairo);
  draw_floor(cairo);
  draw_light_chain(cairo, 0.04, 0.10, 13);
  draw_bunting(cairo, 0.10, 0.13);
  draw_light_chain(cairo, 0.20, 0.15, 9);
}

}  // namespace booth::virtual_camera
