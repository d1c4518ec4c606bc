#include "daemon/core/layout/place_shots.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace booth {
namespace {

int rounded(double value) {
  return static_cast<int>(std::lround(value));
}

}  // namespace

Result<PiecePlacement> place_piece(const SheetTemplate& sheet, const PrintFormat& format) {
  if (sheet.medium.name != format.medium)
    return make_error(Errc::Unsupported, "the template \"" + sheet.title + "\" is made for " +
                                             sheet.medium.name + " paper, the printer has " +
                                             format.medium + ": choose another template or load " +
                                             sheet.medium.name);
  if (format.width_px < 16 || format.height_px < 16 || format.dpi < 1)
    return make_error(Errc::BadInput, "the print format of " + format.medium + " has no pixels");

  const double sheet_width_mm = sheet.medium.width_mm * sheet.medium.pieces;
  // At the printer's own density things come out in true size. Formats smaller than that (previews)
  // show the whole paper.
  const double pixels_per_mm = std::min({format.dpi / 25.4, format.width_px / sheet_width_mm,
                                         format.height_px / sheet.medium.height_mm});
  const double bleed_x = (format.width_px - sheet_width_mm * pixels_per_mm) / 2;
  const double bleed_y = (format.height_px - sheet.medium.height_mm * pixels_per_mm) / 2;

  PiecePlacement piece;
  piece.pixels_per_mm = pixels_per_mm;
  piece.origin_x = bleed_x;
  piece.origin_y = bleed_y;
  piece.canvas = {rounded(sheet.medium.width_mm * pixels_per_mm + 2 * bleed_x), format.height_px};
  if (sheet.medium.pieces == 1) piece.canvas.width = format.width_px;
  if (sheet.orientation == Orientation::Landscape) {
    std::swap(piece.canvas.width, piece.canvas.height);
    std::swap(piece.origin_x, piece.origin_y);
  }
  return piece;
}

std::vector<PieceOnSheet> arrange_pieces(const SheetTemplate& sheet, const PrintFormat& format,
                                         const PiecePlacement& piece) {
  const int pieces = sheet.medium.pieces;
  if (pieces == 1) return {{0, format.width_px, 0}};

  const bool is_landscape = sheet.orientation == Orientation::Landscape;
  const int piece_columns = is_landscape ? piece.canvas.height : piece.canvas.width;
  const double paper = sheet.medium.width_mm * piece.pixels_per_mm;
  std::vector<PieceOnSheet> on_sheet;
  for (int i = 0; i < pieces; ++i) {
    const int from = format.width_px * i / pieces;
    const int to = format.width_px * (i + 1) / pieces;
    // On the sheet the paper of piece i begins at bleed + i * paper, so its canvas would begin at i
    // * paper.
    const int first = std::clamp(from - rounded(i * paper), 0, piece_columns - (to - from));
    on_sheet.push_back({first, to - from, from});
  }
  return on_sheet;
}

PixelBox to_pixels(const BoxMm& box, const PiecePlacement& piece) {
  const int left = rounded(piece.origin_x + box.x * piece.pixels_per_mm);
  const int top = rounded(piece.origin_y + box.y * piece.pixels_per_mm);
  const int right = rounded(piece.origin_x + (box.x + box.width) * piece.pixels_per_mm);
  const int bottom = rounded(piece.origin_y + (box.y + box.height) * piece.pixels_per_mm);
  return {left, top, std::max(1, right - left), std::max(1, bottom - top)};
}

int to_pixels(double mm, const PiecePlacement& piece) {
  return rounded(mm * piece.pixels_per_mm);
}

PixelBox crop_to_fill(PixelSize photo, PixelSize slot, const Anchor& anchor) {
  // Cross-multiplied in 64 bits: exact, and equal shapes crop nothing.
  const std::int64_t wide = std::int64_t{photo.width} * slot.height;
  const std::int64_t high = std::int64_t{photo.height} * slot.width;
  PixelBox crop{0, 0, photo.width, photo.height};
  if (wide > high)
    crop.width = std::max(1, rounded(static_cast<double>(high) / slot.height));
  else if (high > wide)
    crop.height = std::max(1, rounded(static_cast<double>(wide) / slot.width));
  crop.x = rounded((photo.width - crop.width) * std::clamp(anchor.x, 0.0, 1.0));
  crop.y = rounded((photo.height - crop.height) * std::clamp(anchor.y, 0.0, 1.0));
  return crop;
}

PixelBox fit_inside(PixelSize picture, const PixelBox& box, const Anchor& anchor) {
  const double scale = std::min(static_cast<double>(box.width) / picture.width,
                                static_cast<double>(box.height) / picture.height);
  PixelBox fitted = box;
  fitted.width = std::clamp(rounded(picture.width * scale), 1, box.width);
  fitted.height = std::clamp(rounded(picture.height * scale), 1, box.height);
  fitted.x = box.x + rounded((box.width - fitted.width) * anchor.x);
  fitted.y = box.y + rounded((box.height - fitted.height) * anchor.y);
  return fitted;
}

int eighths_to_decode(PixelSize photo, PixelSize slot) {
  for (int eighths = 1; eighths < 8; ++eighths) {
    const PixelSize scaled{photo.width * eighths / 8, photo.height * eighths / 8};
    if (scaled.width < 1 || scaled.height < 1) continue;
    const PixelBox crop = crop_to_fill(scaled, slot, {});
    if (crop.width >= slot.width && crop.height >= slot.height) return eighths;
  }
  return 8;
}

Upright upright(int exif_orientation) {
  constexpr std::array<Upright, 9> kUpright{{{false, 0},
                                             {false, 0},
                                             {true, 0},
                                             {false, 2},
                                             {true, 2},
                                             {true, 3},
                                             {false, 1},
                                             {true, 1},
                                             {false, 3}}};
  if (exif_orientation < 1 || exif_orientation > 8) return {};
  return kUpright[static_cast<std::size_t>(exif_orientation)];
}

PixelSize turned_size(PixelSize size, double rotation_deg) {
  const double angle = rotation_deg * std::numbers::pi / 180;
  const double sine = std::abs(std::sin(angle));
  const double cosine = std::abs(std::cos(angle));
  return {static_cast<int>(std::ceil(size.width * cosine + size.height * sine - 1e-6)),
          static_cast<int>(std::ceil(size.width * sine + size.height * cosine - 1e-6))};
}

}  // namespace booth
