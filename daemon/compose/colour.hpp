#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <opencv2/core.hpp>

#include "daemon/core/result.hpp"
#include "daemon/ports/printer.hpp"

namespace booth::compose {

/// Where a photo's numbers come from.
struct ColourSource {
  std::span<const std::byte> icc;  ///< embedded profile; empty when none
  bool is_adobe_rgb = false;       ///< used when there is no profile
};

struct SrgbPicture {
  cv::Mat pixels;       ///< CV_8UC3, BGR, sRGB
  std::string warning;  ///< a profile that could not be used; empty when all is well
};

/// Converts decoded pixels to sRGB with LittleCMS, perceptual intent.
///
/// @param pixels  CV_8UC3 BGR, CV_8UC1 grey or CV_8UC4 CMYK with 255 = no ink. A profile that does
/// not fit the pixels is
///                ignored with a warning: a photo in slightly wrong colours is better than none.
Result<SrgbPicture> to_srgb(cv::Mat pixels, const ColourSource& source);

/// Converts a sheet from sRGB to a printer's own colours, relative colorimetric with black point
/// compensation: paper white stays paper white, and shadows keep their detail.
///
/// @param image     changed in place
/// @param icc_path  an RGB output profile
/// @returns NotFound, Io; BadInput when the profile is not for RGB printers
Result<void> to_printer_colours(RgbImage& image, const std::string& icc_path);

}  // namespace booth::compose
