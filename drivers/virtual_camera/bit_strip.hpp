#pragma once

#include <cstdint>
#include <optional>

#include "daemon/core/units.hpp"

namespace booth::virtual_camera {

/// What a program can read from the lower edge of every picture, whatever the JPEG quality or
/// scale.
struct BitStripContent {
  bool is_photo = false;      ///< a live-view frame otherwise
  std::uint32_t counter = 0;  ///< shot number of a photo, frame number of a frame
  bool operator==(const BitStripContent&) const = default;
};

/// The strip takes the lowest 1/32 of the height and the whole width: 48 cells, black or white.
/// Cells from the left: 8 magic 10110010, 1 is_photo, 31 counter (highest bit first), 8 checksum.
constexpr int kBitStripCells = 48;
constexpr int kBitStripPart = 32;

/// Paints the strip. @param pixels  BGRX, rows = height
/// @param stride  bytes from one row to the next
void draw_bit_strip(unsigned char* pixels, PixelSize size, int stride,
                    const BitStripContent& content);

/// Reads the strip back. @param luma  8 bit grey, rows = height, no padding
/// @returns nothing when the magic or the checksum does not fit
std::optional<BitStripContent> read_bit_strip(const unsigned char* luma, PixelSize size);

}  // namespace booth::virtual_camera
