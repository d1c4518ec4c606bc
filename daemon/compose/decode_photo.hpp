#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "daemon/compose/jpeg_file.hpp"
#include "daemon/core/result.hpp"

namespace booth::compose {

struct Photo {
  cv::Mat pixels;                     ///< CV_8UC3, BGR, sRGB, upright
  std::vector<std::string> warnings;  ///< complete sentences without subject: "has extra bytes ..."
};

/// Decodes a photo just large enough for a slot, turns it upright and converts it to sRGB.
///
/// @param slot  pixels the photo must fill
/// @returns Corrupt or BadInput when there is nothing that one would show a guest: empty,
/// truncated, a bomb
Result<Photo> decode_photo(std::span<const std::byte> file, PixelSize slot,
                           const PictureLimits& limits);

}  // namespace booth::compose
