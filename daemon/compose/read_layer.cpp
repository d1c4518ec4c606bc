#include "daemon/compose/read_layer.hpp"

#include <algorithm>
#include <string>

#include "daemon/compose/template_file.hpp"
#include "daemon/core/layout/look_name.hpp"

namespace booth::compose {
namespace {

constexpr int kMostSlots = 16;
// Enough for the largest paper; each layer is drawn in a picture of its own, so this bounds the
// memory it can take.
constexpr double kFarthestMm = 300;

using Problems = std::vector<TemplateProblem>;

BoxMm read_box(TomlReader& reader, const BoxMm& whole) {
  const bool has_any =
      reader.has("x") || reader.has("y") || reader.has("width") || reader.has("height");
  const bool has_default = whole.width > 0;
  if (!has_any && has_default) {
    reader.number("x", 0, 0, 0);
    reader.number("y", 0, 0, 0);
    reader.number("width", 0, 0, 0);
    reader.number("height", 0, 0, 0);
    return whole;
  }
  return {reader.required_number("x", -kFarthestMm, kFarthestMm),
          reader.required_number("y", -kFarthestMm, kFarthestMm),
          reader.required_number("width", 0.1, kFarthestMm),
          reader.required_number("height", 0.1, kFarthestMm)};
}

Anchor read_anchor(TomlReader& reader) {
  Anchor anchor;
  anchor.x = reader.word("align", 0.5, {{"left", 0}, {"center", 0.5}, {"right", 1}});
  anchor.y = reader.word("valign", 0.5, {{"top", 0}, {"middle", 0.5}, {"bottom", 1}});
  return anchor;
}

PhotoLayer read_photo(TomlReader& reader, Problems& problems) {
  PhotoLayer photo;
  photo.slot = reader.whole("slot", 1, 1, kMostSlots);
  photo.box = read_box(reader, {});
  photo.rotation_deg = reader.number("rotation", 0, -180, 180);
  photo.anchor = read_anchor(reader);
  photo.corner_radius_mm = reader.number("corner_radius", 0, 0, 200);
  photo.is_mirrored = reader.yes("mirrored", false);
  photo.look = read_look(reader);
  if (const toml::table* table = reader.table("border")) {
    TomlReader border(*table, reader.file(), problems);
    photo.border.width_mm = border.number("width", 1, 0, 30);
    photo.border.colour = border.colour("color", photo.border.colour);
    border.finish();
  }
  if (const toml::table* table = reader.table("shadow")) {
    TomlReader shadow(*table, reader.file(), problems);
    photo.shadow.dx_mm = shadow.number("dx", 0, -20, 20);
    photo.shadow.dy_mm = shadow.number("dy", 0.6, -20, 20);
    photo.shadow.blur_mm = shadow.number("blur", 1.5, 0, 20);
    photo.shadow.colour = shadow.colour("color", {0, 0, 0, 70});
    shadow.finish();
  }
  return photo;
}

PictureLayer read_picture(TomlReader& reader, const BoxMm& whole) {
  PictureLayer picture;
  picture.file = reader.required_text("file");
  if (!picture.file.empty() && picture.file.find('{') == std::string::npos &&
      !is_inside_folder(picture.file))
    reader.problem("file", "a file inside the template's folder", "\"" + picture.file + "\"");
  picture.box = read_box(reader, whole);
  const double fit = reader.word("fit", 0, {{"stretch", 0}, {"contain", 1}, {"cover", 2}});
  picture.fit = static_cast<PictureLayer::Fit>(static_cast<int>(fit));
  picture.opacity = reader.number("opacity", 1, 0, 1);
  return picture;
}

ShapeLayer read_shape(TomlReader& reader, const BoxMm& whole) {
  ShapeLayer shape;
  shape.box = read_box(reader, whole);
  shape.fill = reader.colour("color", shape.fill);
  shape.corner_radius_mm = reader.number("corner_radius", 0, 0, 200);
  shape.line_mm = reader.number("line", 0, 0, 20);
  shape.line_colour = reader.colour("line_color", shape.line_colour);
  return shape;
}

TextLayer read_text(TomlReader& reader) {
  TextLayer text;
  text.text = reader.required_text("text");
  text.box = read_box(reader, {});
  text.font = reader.text("font", text.font);
  text.size_mm = reader.number("size", text.size_mm, 0.5, 60);
  text.smallest_mm = std::min(text.size_mm, reader.number("smallest", text.smallest_mm, 0.5, 60));
  text.colour = reader.colour("color", text.colour);
  text.anchor = read_anchor(reader);
  text.rotation_deg = reader.number("rotation", 0, -180, 180);
  text.letter_spacing_mm = reader.number("letter_spacing", 0, -5, 20);
  text.is_upper_case = reader.yes("upper_case", false);
  text.lines = reader.whole("lines", 1, 1, 20);
  return text;
}

QrLayer read_qr(TomlReader& reader) {
  QrLayer qr;
  qr.text = reader.text("text", qr.text);
  qr.box = read_box(reader, {});
  qr.dark = reader.colour("color", qr.dark);
  qr.light = reader.colour("paper", qr.light);
  return qr;
}

}  // namespace

std::string read_look(TomlReader& reader) {
  const std::string look = reader.text("look", "");
  if (!look.empty() && !is_look(look))
    reader.problem("look", "one of " + known_looks(), "\"" + look + "\"");
  return look;
}

std::optional<Layer> read_layer(TomlReader& reader, const BoxMm& whole,
                                std::vector<TemplateProblem>& problems) {
  Layer layer;
  layer.line = reader.line();
  layer.file = reader.file();
  const double kind =
      reader.word("kind", -1, {{"photo", 0}, {"picture", 1}, {"shape", 2}, {"text", 3}, {"qr", 4}});
  if (!reader.has("kind"))
    reader.problem("kind", "\"photo\", \"picture\", \"shape\", \"text\" or \"qr\"", "nothing");
  if (kind < 0) return std::nullopt;
  layer.only_with = reader.text("only_with", "");
  switch (static_cast<int>(kind)) {
    case 0:
      layer.what = read_photo(reader, problems);
      break;
    case 1:
      layer.what = read_picture(reader, whole);
      break;
    case 2:
      layer.what = read_shape(reader, whole);
      break;
    case 3:
      layer.what = read_text(reader);
      break;
    default:
      layer.what = read_qr(reader);
      break;
  }
  reader.finish();
  return layer;
}

}  // namespace booth::compose
