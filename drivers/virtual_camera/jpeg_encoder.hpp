#pragma once

#include <span>

#include "daemon/core/units.hpp"

namespace booth::virtual_camera {

/// Pixels as cairo draws them: BGRX, rows = height.
struct PixelView {
  const unsigned char* pixels = nullptr;
  PixelSize size;
  int stride = 0;  ///< bytes from one row to the next
};

/// @throws std::runtime_error when turbojpeg fails, which only a lack of memory can cause
Bytes encode_jpeg(const PixelView& view, int quality);

/// Doubles the picture in both directions, adds sensor grain and encodes it in 4:2:2: a full-size
/// photo from a drawing of a quarter of its pixels, with a file size like a real one.
Bytes encode_photo(const PixelView& view, int quality, std::uint32_t grain_seed);

/// A small JPEG of a large one, at most `width` pixels wide. @returns nothing when `jpeg` is none
Bytes shrink_jpeg(std::span<const std::byte> jpeg, int width);

/// @returns {0, 0} when `jpeg` is none
PixelSize jpeg_size(std::span<const std::byte> jpeg);

}  // namespace booth::virtual_camera
