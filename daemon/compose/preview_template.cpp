#include <algorithm>
#include <exception>
#include <filesystem>

#include "daemon/compose/cairo_handles.hpp"
#include "daemon/compose/check_template.hpp"
#include "daemon/compose/read_file.hpp"
#include "daemon/compose/sheet_in_progress.hpp"
#include "daemon/core/print/print_format.hpp"

namespace booth::compose {
namespace {

namespace fs = std::filesystem;

const Colour kCut{214, 40, 57, 255};
const Colour kSafe{20, 140, 90, 255};
const Colour kSlot{30, 100, 220, 255};

void outline(MatPainter& painter, const PixelBox& box, double rotation_deg, const Colour& colour,
             bool is_dashed) {
  cairo_t* cairo = painter.get();
  cairo_save(cairo);
  painter.set_colour(colour);
  cairo_set_line_width(cairo, 3);
  const double dash = 16;
  if (is_dashed) cairo_set_dash(cairo, &dash, 1, 0);
  cairo_translate(cairo, box.x + box.width / 2.0, box.y + box.height / 2.0);
  cairo_rotate(cairo, rotation_deg * 3.14159265358979 / 180);
  cairo_rectangle(cairo, -box.width / 2.0, -box.height / 2.0, box.width, box.height);
  cairo_stroke(cairo);
  cairo_restore(cairo);
}

Stamp draw_guides(const SheetTemplate& sheet, const PiecePlacement& piece) {
  Stamp stamp{cv::Mat::zeros(piece.canvas.height, piece.canvas.width, CV_8UC4), {0, 0}};
  MatPainter painter(stamp.pixels);
  for (const Layer& layer : sheet.layers)
    if (const auto* photo = std::get_if<PhotoLayer>(&layer.what))
      outline(painter, to_pixels(photo->box, piece), photo->rotation_deg, kSlot, false);
  const BoxMm paper = paper_box(sheet);
  const double safe = sheet.safe_mm;
  outline(painter, to_pixels(paper, piece), 0, kCut, false);
  outline(painter, to_pixels({safe, safe, paper.width - 2 * safe, paper.height - 2 * safe}, piece),
          0, kSafe, true);
  return stamp;
}

std::vector<Stamp> draw_numbers(const SheetTemplate& sheet, const PiecePlacement& piece,
                                const Fonts& fonts) {
  std::vector<Stamp> stamps;
  for (const Layer& layer : sheet.layers) {
    const auto* photo = std::get_if<PhotoLayer>(&layer.what);
    if (!photo) continue;
    TextLayer number;
    number.box = {photo->box.x + 1.5, photo->box.y + 1.5, 8, 8};
    number.size_mm = 7;
    number.font = "League Spartan Medium";
    number.colour = kSlot;
    number.anchor = {0, 0};
    stamps.push_back(fonts.draw(number, std::to_string(photo->slot), piece));
  }
  return stamps;
}

Result<Bytes> preview(const std::string& folder, const std::vector<std::string>& photos) {
  auto loaded = load_template(folder);
  if (!loaded) return loaded.error();
  const auto shared = std::make_shared<const LoadedTemplate>(std::move(*loaded));
  auto read_fonts = Fonts::load(font_folders(folder));
  if (!read_fonts) return read_fonts.error();
  const auto fonts = std::make_shared<const Fonts>(std::move(*read_fonts));

  SheetOrder order;
  order.template_name = shared->name;
  order.format = default_format(shared->sheet.medium.name);
  order.texts = {{"event", "Anna & Jonas"},
                 {"date", "12 June 2027"},
                 {"time", "21:47"},
                 {"session", "118"},
                 {"share_url", "https://photos.example.org/s/7fK2mQ9x"}};
  auto sheet = SheetInProgress::begin(shared, fonts, order);
  if (!sheet) return sheet.error();
  sheet->draw_still_layers();
  for (int slot = 1; slot <= sheet->slots() && !photos.empty(); ++slot) {
    const std::string& path = photos[static_cast<std::size_t>(slot - 1) % photos.size()];
    const auto bytes = read_file(path, PictureLimits{}.file_bytes);
    if (!bytes) return bytes.error();
    sheet->place(sheet->prepare(slot, *bytes, path));
  }
  cv::Mat canvas = sheet->paint();
  const cv::Range all(0, canvas.rows);
  blend(canvas, draw_guides(shared->sheet, sheet->piece()), all);
  for (const Stamp& stamp : draw_numbers(shared->sheet, sheet->piece(), *fonts))
    blend(canvas, stamp, all);
  return encode_jpeg(canvas, JpegUse::Share, order.format.dpi);
}

}  // namespace

Result<Bytes> preview_template(const std::string& folder, const std::vector<std::string>& photos) {
  try {
    return preview(folder, photos);
  } catch (const std::exception& e) {
    return make_error(Errc::Internal, std::string("the preview could not be made: ") + e.what());
  }
}

std::vector<std::string> sample_photos(const std::string& folder) {
  std::vector<std::string> photos;
  std::error_code failed;
  const fs::path samples = fs::absolute(folder).lexically_normal() / ".." / "samples";
  for (fs::directory_iterator it(samples.lexically_normal(), failed), end; !failed && it != end;
       it.increment(failed))
    if (it->path().extension() == ".jpg") photos.push_back(it->path().string());
  std::sort(photos.begin(), photos.end());
  return photos;
}

}  // namespace booth::compose
