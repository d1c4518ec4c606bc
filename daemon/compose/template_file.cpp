#include "daemon/compose/template_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "daemon/compose/look.hpp"
#include "daemon/compose/toml_reader.hpp"

namespace booth::compose {
namespace {

constexpr std::uintmax_t kLargestFile = 256 * 1024;
constexpr std::size_t kMostLayers = 200;
constexpr int kMostSlots = 16;
constexpr double kFarthestMm = 1000;

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

std::string read_look(TomlReader& reader) {
  const std::string look = reader.text("look", "");
  if (!look.empty() && !is_look(look))
    reader.problem("look", "one of " + known_looks(), "\"" + look + "\"");
  return look;
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
  text.size_mm = reader.number("size", text.size_mm, 0.5, 150);
  text.smallest_mm = std::min(text.size_mm, reader.number("smallest", text.smallest_mm, 0.5, 150));
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

/// One file with all that it includes, read into one template.
class TemplateReading {
 public:
  TemplateReading(std::string folder, bool may_include)
      : folder_(std::move(folder)), may_include_(may_include) {}

  void read_file(const std::string& file);
  void read_text(const std::string& toml, const std::string& file);
  ParsedTemplate finish(const std::string& file);

 private:
  void read_root(const toml::table& root, const std::string& file);
  void read_include(TomlReader& reader);
  void read_paper(TomlReader& reader);
  void read_layer(const toml::table& table, const std::string& file);
  void note(const std::string& file, int line, std::string key, std::string message) {
    parsed_.problems.push_back({file, line, std::move(key), std::move(message)});
  }

  std::string folder_;
  bool may_include_;
  ParsedTemplate parsed_;
  std::vector<std::string> open_files_;
  bool has_medium_ = false;
};

void TemplateReading::read_file(const std::string& file) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::path(folder_) / file;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed)
    return note(file, 0, "",
                "expected a readable file in " + folder_ + ", found " + failed.message());
  if (size > kLargestFile)
    return note(file, 0, "", "expected at most 256 KiB, found " + std::to_string(size) + " bytes");
  std::ifstream in(path, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  if (!in) return note(file, 0, "", "expected a readable file, found that reading failed");
  read_text(content.str(), file);
}

void TemplateReading::read_text(const std::string& toml, const std::string& file) {
  open_files_.push_back(file);
  try {
    const toml::table root = toml::parse(toml, file);
    read_root(root, file);
  } catch (const toml::parse_error& e) {
    note(file, static_cast<int>(e.source().begin.line), "",
         "expected TOML, found: " + std::string(e.description()));
  }
  open_files_.pop_back();
}

void TemplateReading::read_include(TomlReader& reader) {
  const std::string include = reader.text("include", "");
  if (include.empty()) return;
  if (!may_include_ || !is_inside_folder(include))
    return reader.problem("include", "a file inside the template's folder", "\"" + include + "\"");
  if (std::find(open_files_.begin(), open_files_.end(), include) != open_files_.end()) {
    std::string loop;
    for (const std::string& file : open_files_) loop += file + " -> ";
    return reader.problem("include", "a file that is not being read already",
                          "the loop " + loop + include);
  }
  if (open_files_.size() >= 8)
    return reader.problem("include", "at most 8 files within each other", "more");
  read_file(include);
}

void TemplateReading::read_paper(TomlReader& reader) {
  SheetTemplate& sheet = parsed_.sheet;
  sheet.title = reader.text("title", sheet.title);
  if (reader.has("medium")) {
    const std::string name = reader.text("medium", "");
    const auto medium = find_medium(name);
    if (medium)
      sheet.medium = *medium;
    else if (!name.empty())
      reader.problem("medium", "one of " + known_media(), "\"" + name + "\"");
    has_medium_ = true;
  }
  reader.text("medium", "");
  const double landscape = sheet.orientation == Orientation::Landscape ? 1 : 0;
  sheet.orientation = reader.word("orientation", landscape, {{"portrait", 0}, {"landscape", 1}}) > 0
                          ? Orientation::Landscape
                          : Orientation::Portrait;
  sheet.safe_mm = reader.number("safe", sheet.safe_mm, 0, 30);
  sheet.paper = reader.colour("paper", sheet.paper);
  sheet.paper.alpha = 255;
  sheet.placeholder = reader.colour("placeholder", sheet.placeholder);
  if (reader.has("look")) sheet.look = read_look(reader);
  sheet.backdrop = reader.text("backdrop", sheet.backdrop);
  if (!sheet.backdrop.empty() && !is_inside_folder(sheet.backdrop))
    reader.problem("backdrop", "a file inside the template's folder", "\"" + sheet.backdrop + "\"");
}

void TemplateReading::read_layer(const toml::table& table, const std::string& file) {
  const BoxMm whole = bleed_box(parsed_.sheet);
  TomlReader reader(table, file, parsed_.problems);
  Layer layer;
  layer.line = reader.line();
  layer.file = file;
  const double kind =
      reader.word("kind", -1, {{"photo", 0}, {"picture", 1}, {"shape", 2}, {"text", 3}, {"qr", 4}});
  if (!reader.has("kind"))
    reader.problem("kind", "\"photo\", \"picture\", \"shape\", \"text\" or \"qr\"", "nothing");
  if (kind < 0) return;
  layer.only_with = reader.text("only_with", "");
  switch (static_cast<int>(kind)) {
    case 0:
      layer.what = read_photo(reader, parsed_.problems);
      break;
    case 1:
      layer.what = read_picture(reader, whole);
      break;
    case 2:
      layer.what = read_shape(reader, whole);
      break;
    case 3:
      layer.what = booth::compose::read_text(reader);
      break;
    default:
      layer.what = read_qr(reader);
      break;
  }
  reader.finish();
  parsed_.sheet.layers.push_back(std::move(layer));
}

void TemplateReading::read_root(const toml::table& root, const std::string& file) {
  TomlReader reader(root, file, parsed_.problems);
  read_include(reader);
  read_paper(reader);
  if (const toml::array* layers = reader.array_of_tables("layer")) {
    for (const toml::node& node : *layers) {
      if (parsed_.sheet.layers.size() >= kMostLayers) {
        reader.problem("layer", "at most " + std::to_string(kMostLayers) + " layers", "more");
        break;
      }
      read_layer(*node.as_table(), file);
    }
  }
  reader.finish();
}

ParsedTemplate TemplateReading::finish(const std::string& file) {
  const SheetTemplate& sheet = parsed_.sheet;
  if (parsed_.problems.empty()) {
    if (!has_medium_)
      note(file, 1, "medium", "expected one of " + known_media() + ", found nothing");
    if (sheet.title.empty()) note(file, 1, "title", "expected a title for people, found nothing");
    const int slots = slot_count(sheet);
    if (slots == 0)
      note(file, 1, "layer", "expected at least one layer of kind \"photo\", found none");
    for (int slot = 1; slot <= slots; ++slot) {
      const auto shows_slot = [&](const Layer& layer) {
        const auto* photo = std::get_if<PhotoLayer>(&layer.what);
        return photo && photo->slot == slot;
      };
      if (std::none_of(sheet.layers.begin(), sheet.layers.end(), shows_slot))
        note(file, 1, "slot",
             "expected slots 1 to " + std::to_string(slots) +
                 " without a gap, found none numbered " + std::to_string(slot));
    }
  }
  return std::move(parsed_);
}

}  // namespace

ParsedTemplate parse_template(const std::string& folder) {
  TemplateReading reading(folder, true);
  reading.read_file("template.toml");
  return reading.finish("template.toml");
}

ParsedTemplate parse_template_text(const std::string& toml, const std::string& file) {
  TemplateReading reading("", false);
  reading.read_text(toml, file);
  return reading.finish(file);
}

bool is_inside_folder(const std::string& path) {
  const std::filesystem::path relative(path);
  if (path.empty() || relative.is_absolute()) return false;
  return std::none_of(relative.begin(), relative.end(),
                      [](const std::filesystem::path& part) { return part == ".."; });
}

}  // namespace booth::compose
