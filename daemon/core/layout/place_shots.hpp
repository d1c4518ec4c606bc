#pragma once

#include <vector>

#include "daemon/core/layout/sheet_template.hpp"
#include "daemon/core/print/printer_condition.hpp"
#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// A rectangle of pixels, origin top left, y down. May reach over the picture's edge.
struct PixelBox {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  bool operator==(const PixelBox&) const = default;
};

/// The picture that one piece is drawn in, upright as one looks at it.
///
/// The printer's pixels reach over the paper on all sides (1240 x 1844 at 300 dpi is 105.0 x 156.1
/// mm for a 4x6): what is outside the paper is bleed. The paper lies in the middle.
struct PiecePlacement {
  PixelSize canvas;
  double pixels_per_mm = 0;
  double origin_x = 0;  ///< pixels; where the paper's top left corner lies
  double origin_y = 0;
};

/// Which columns of a piece's canvas land where on the printed sheet, portrait.
struct PieceOnSheet {
  int first_column = 0;  ///< of the piece, once it stands upright in portrait
  int columns = 0;
  int sheet_column = 0;
};

/// @returns Unsupported when the printer's medium is not the template's
Result<PiecePlacement> place_piece(const SheetTemplate& sheet, const PrintFormat& format);

/// Pieces lie side by side and are cut apart in the exact middle, so a strip has no bleed at its
/// inner edge: each takes its half of the sheet, and its paper is centred between that cut and the
/// paper's outer edge.
std::vector<PieceOnSheet> arrange_pieces(const SheetTemplate& sheet, const PrintFormat& format,
                                         const PiecePlacement& piece);

/// Edges are rounded one by one, so that boxes that touch in millimetres touch in pixels.
PixelBox to_pixels(const BoxMm& box, const PiecePlacement& piece);

/// Rounded to whole pixels.
int to_pixels(double mm, const PiecePlacement& piece);

/// The largest part of a photo that has the slot's shape.
PixelBox crop_to_fill(PixelSize photo, PixelSize slot, const Anchor& anchor);

/// Where a picture of this shape stands in a box without being cut.
PixelBox fit_inside(PixelSize picture, const PixelBox& box, const Anchor& anchor);

/// Smallest N of N/8 at which a JPEG may be decoded so that its crop still has at least the slot's
/// pixels; 8 when even the whole photo is smaller than that.
///
/// @param photo  upright, in full size
int eighths_to_decode(PixelSize photo, PixelSize slot);

/// EXIF orientation 1 to 8 as what must be done to see the photo upright: mirror first, then turn
/// clockwise.
struct Upright {
  bool mirror = false;  ///< left and right change places
  int quarter_turns = 0;
};
Upright upright(int exif_orientation);

/// Smallest upright box around a box of this size turned about its centre.
PixelSize turned_size(PixelSize size, double rotation_deg);

}  // namespace booth
