#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <opencv2/core.hpp>

#include "daemon/core/result.hpp"

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

}  // namespace booth::compose
