#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace booth::compose {

/// What the segments in front of a JPEG's pixels say about them.
struct JpegMarkers {
  int exif_orientation = 1;   ///< 1 to 8
  bool is_adobe_rgb = false;  ///< EXIF interoperability index "R03": Adobe RGB without a profile
  bool is_progressive = false;
  std::vector<std::byte> icc;  ///< joined from its APP2 chunks; empty when none or incomplete
};

/// Never fails: what cannot be understood is as if it were not there. Bounds are checked at every
/// step; the bytes come from cameras and phones.
///
/// @source  ITU T.81 annex B, Exif 2.32 (DCF interoperability), ICC.1 annex B.4
JpegMarkers read_jpeg_markers(std::span<const std::byte> file);

}  // namespace booth::compose
