#include <algorithm>
#include <array>
#include <cmath>

#include "drivers/virtual_camera/dice.hpp"
#include "drivers/virtual_camera/scene.hpp"

namespace booth::virtual_camera {
namespace {

struct Colour {
  double red, green, blue;
};

constexpr std::array<Colour, 6> kSkins{{{0.98, 0.84, 0.72},
                                        {0.93, 0.75, 0.60},
                                        {0.82, 0.62, 0.46},
                                        {0.66, 0.46, 0.33},
                                        {0.49, 0.33, 0.24},
                                        {0.36, 0.24, 0.18}}};
constexpr std::array<Colour, 6> kHairs{{{0.16, 0.11, 0.10},
                                        {0.36, 0.22, 0.14},
                                        {0.78, 0.58, 0.30},
                                        {0.60, 0.26, 0.14},
                                        {0.72, 0.70, 0.68},
                                        {0.24, 0.18, 0.20}}};
constexpr std::array<Colour, 8> kClothes{{{0.20, 0.30, 0.46},
                                          {0.70, 0.24, 0.28},
                                          {0.22, 0.46, 0.42},
                                          {0.90, 0.86, 0.78},
                                          {0.86, 0.60, 0.26},
                                          {0.48, 0.34, 0.56},
                                          {0.18, 0.18, 0.22},
                                          {0.90, 0.56, 0.58}}};

enum class Prop { Nothing, PartyHat, Glasses, Moustache, Bow };
enum class HairStyle { Short, Long, Bun, Curly };

struct Guest {
  double x = 0;        ///< middle of the head
  double chin = 0;     ///< height of the chin
  double head = 0.08;  ///< radius
  double sway = 0;     ///< phase
  Colour skin{}, hair{}, clothes{};
  HairStyle style = HairStyle::Short;
  Prop prop = Prop::Nothing;
  bool is_waving = false;
  double smile = 0.5;
};

void set_colour(::cairo_t* cairo, Colour colour, double shade = 1) {
  cairo_set_source_rgb(cairo, colour.red * shade, colour.green * shade, colour.blue * shade);
}

void fill_oval(::cairo_t* cairo, double x, double y, double rx, double ry) {
  cairo_save(cairo);
  cairo_translate(cairo, x, y);
  cairo_scale(cairo, rx, ry);
  cairo_arc(cairo, 0, 0, 1, 0, 2 * M_PI);
  cairo_restore(cairo);
  cairo_fill(cairo);
}

template <class Choices>
auto pick(Dice& dice, const Choices& choices) {
  return choices[static_cast<std::size_t>(dice.roll(static_cast<int>(choices.size())))];
}

Guest invent_guest(Dice& dice, int place, int places) {
  Guest guest;
  const double room = 1.30 / places;
  guest.x = 0.10 + room * (place + 0.5) + dice.between(-0.03, 0.03);
  guest.head = dice.between(0.070, 0.092);
  guest.chin = dice.between(0.50, 0.62);
  guest.sway = dice.between(0, 6.28);
  guest.skin = pick(dice, kSkins);
  guest.hair = pick(dice, kHairs);
  guest.clothes = pick(dice, kClothes);
  guest.style = static_cast<HairStyle>(dice.roll(4));
  guest.prop = static_cast<Prop>(dice.roll(5));
  guest.is_waving = dice.roll(3) == 0;
  guest.smile = dice.between(0.35, 0.75);
  return guest;
}

void draw_body(::cairo_t* cairo, const Guest& guest) {
  const double shoulder = guest.head * 1.75;
  const double neck = guest.chin - guest.head * 0.15;
  set_colour(cairo, guest.skin, 0.90);
  cairo_rectangle(cairo, guest.x - guest.head * 0.36, neck, guest.head * 0.72, guest.head * 0.8);
  cairo_fill(cairo);

  set_colour(cairo, guest.clothes);
  const double top = guest.chin + guest.head * 0.35;
  cairo_move_to(cairo, guest.x - shoulder * 1.05, 1.0);
  cairo_curve_to(cairo, guest.x - shoulder * 1.1, top + 0.10, guest.x - shoulder, top,
                 guest.x - guest.head * 0.4, top);
  cairo_curve_to(cairo, guest.x - guest.head * 0.2, top + guest.head * 0.5,
                 guest.x + guest.head * 0.2, top + guest.head * 0.5, guest.x + guest.head * 0.4,
                 top);
  cairo_curve_to(cairo, guest.x + shoulder, top, guest.x + shoulder * 1.1, top + 0.10,
                 guest.x + shoulder * 1.05, 1.0);
  cairo_close_path(cairo);
  cairo_fill(cairo);
}

void draw_waving_arm(::cairo_t* cairo, const Guest& guest, double swing) {
  const double shoulder_x = guest.x + guest.head * 1.55;
  const double shoulder_y = guest.chin + guest.head * 0.95;
  const double hand_x = shoulder_x + guest.head * (0.75 + 0.35 * swing);
  const double hand_y = guest.chin - guest.head * 1.5;
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width(cairo, guest.head * 0.55);
  set_colour(cairo, guest.clothes, 0.92);
  cairo_move_to(cairo, shoulder_x - guest.head * 0.3, shoulder_y);
  cairo_curve_to(cairo, shoulder_x + guest.head, shoulder_y, hand_x, guest.chin, hand_x,
                 hand_y + guest.head * 0.5);
  cairo_stroke(cairo);
  set_colour(cairo, guest.skin);
  fill_oval(cairo, hand_x, hand_y, guest.head * 0.32, guest.head * 0.40);
}

void draw_hair_behind(::cairo_t* cairo, const Guest& guest, double y) {
  set_colour(cairo, guest.hair);
  if (guest.style == HairStyle::Long)
    fill_oval(cairo, guest.x, y + guest.head * 0.45, guest.head * 1.12, guest.head * 1.55);
  if (guest.style == HairStyle::Bun)
    fill_oval(cairo, guest.x, y - guest.head * 1.25, guest.head * 0.42, guest.head * 0.40);
  if (guest.style == HairStyle::Curly)
    for (int i = 0; i < 9; ++i) {
      const double angle = M_PI + M_PI * i / 8;
      fill_oval(cairo, guest.x + std::cos(angle) * guest.head * 0.95,
                y + std::sin(angle) * guest.head * 0.95, guest.head * 0.38, guest.head * 0.38);
    }
}

void draw_fringe(::cairo_t* cairo, const Guest& guest, double y) {
  set_colour(cairo, guest.hair);
  cairo_save(cairo);
  cairo_translate(cairo, guest.x, y);
  cairo_scale(cairo, guest.head * 0.99, guest.head * 1.14);
  cairo_arc(cairo, 0, 0, 1, M_PI * 1.04, M_PI * 1.96);
  cairo_curve_to(cairo, 0.5, -0.55, -0.3, -0.35, -0.99, -0.10);
  cairo_close_path(cairo);
  cairo_restore(cairo);
  cairo_fill(cairo);
}

void draw_face(::cairo_t* cairo, const Guest& guest, double y, bool has_open_eyes) {
  const double eye = guest.head * 0.36;
  cairo_set_source_rgb(cairo, 0.15, 0.10, 0.10);
  for (const double side : {-1.0, 1.0})
    fill_oval(cairo, guest.x + side * eye, y - guest.head * 0.05, guest.head * 0.085,
              guest.head * (has_open_eyes ? 0.11 : 0.03));
  cairo_set_source_rgba(cairo, 0.90, 0.35, 0.30, 0.28);
  for (const double side : {-1.0, 1.0})
    fill_oval(cairo, guest.x + side * guest.head * 0.55, y + guest.head * 0.30, guest.head * 0.20,
              guest.head * 0.14);
  cairo_set_source_rgb(cairo, 0.55, 0.14, 0.16);
  cairo_move_to(cairo, guest.x - guest.head * 0.38, y + guest.head * 0.38);
  cairo_curve_to(cairo, guest.x - guest.head * 0.2, y + guest.head * (0.45 + guest.smile * 0.6),
                 guest.x + guest.head * 0.2, y + guest.head * (0.45 + guest.smile * 0.6),
                 guest.x + guest.head * 0.38, y + guest.head * 0.38);
  cairo_close_path(cairo);
  cairo_fill(cairo);
}

void draw_party_hat(::cairo_t* cairo, const Guest& guest, double y) {
  set_colour(cairo, guest.clothes, 1.1);
  cairo_move_to(cairo, guest.x - guest.head * 0.62, y - guest.head * 0.85);
  cairo_line_to(cairo, guest.x + guest.head * 0.62, y - guest.head * 0.85);
  cairo_line_to(cairo, guest.x + guest.head * 0.08, y - guest.head * 2.25);
  cairo_close_path(cairo);
  cairo_fill(cairo);
  cairo_set_source_rgb(cairo, 0.98, 0.90, 0.62);
  fill_oval(cairo, guest.x + guest.head * 0.08, y - guest.head * 2.25, guest.head * 0.16,
            guest.head * 0.16);
}

void draw_prop(::cairo_t* cairo, const Guest& guest, double y) {
  switch (guest.prop) {
    case Prop::Nothing:
      break;
    case Prop::PartyHat:
      draw_party_hat(cairo, guest, y);
      break;
    case Prop::Glasses:
      cairo_set_source_rgb(cairo, 0.12, 0.12, 0.16);
      cairo_set_line_width(cairo, guest.head * 0.07);
      for (const double side : {-1.0, 1.0}) {
        cairo_arc(cairo, guest.x + side * guest.head * 0.37, y - guest.head * 0.05,
                  guest.head * 0.27, 0, 2 * M_PI);
        cairo_stroke(cairo);
      }
      break;
    case Prop::Moustache:
      cairo_set_source_rgb(cairo, 0.14, 0.09, 0.08);
      for (const double side : {-1.0, 1.0})
        fill_oval(cairo, guest.x + side * guest.head * 0.22, y + guest.head * 0.32,
                  guest.head * 0.26, guest.head * 0.09);
      break;
    case Prop::Bow:
      set_colour(cairo, {0.86, 0.28, 0.36});
      for (const double side : {-1.0, 1.0})
        fill_oval(cairo, guest.x + guest.head * (0.55 + 0.22 * side), y - guest.head * 0.92,
                  guest.head * 0.24, guest.head * 0.17);
      break;
  }
}

void draw_guest(::cairo_t* cairo, Guest guest, const SceneMoment& moment) {
  const double swing = moment.is_posed ? 0.3 : std::sin(moment.seconds * 2.1 + guest.sway);
  guest.x += 0.012 * swing;
  const double y =
      guest.chin - guest.head * 0.85 + 0.004 * std::sin(moment.seconds * 3 + guest.sway);
  const bool has_open_eyes = moment.is_posed || std::fmod(moment.seconds + guest.sway, 4.0) > 0.15;
  draw_hair_behind(cairo, guest, y);
  draw_body(cairo, guest);
  if (guest.is_waving) draw_waving_arm(cairo, guest, swing);
  set_colour(cairo, guest.skin);
  fill_oval(cairo, guest.x, y, guest.head * 0.96, guest.head * 1.08);
  draw_fringe(cairo, guest, y);
  draw_face(cairo, guest, y, has_open_eyes);
  draw_prop(cairo, guest, y);
}

}  // namespace

void draw_guests(::cairo_t* cairo, const SceneMoment& moment) {
  Dice dice(moment.shot);
  const int guests = 2 + dice.roll(3);
  for (int place = 0; place < guests; ++place)
    draw_guest(cairo, invent_guest(dice, place, guests), moment);
}

}  // namespace booth::virtual_camera
