#pragma once

#include <span>
#include <string>

#include <opencv2/core.hpp>

#include "daemon/compose/jpeg_file.hpp"
#include "daemon/core/result.hpp"

namespace booth::compose {

bool is_png(std::span<const std::byte> file);

/// @returns CV_8UC4, BGRA, straight alpha, sRGB; Corrupt, or BadInput over the limits
Result<cv::Mat> decode_png(std::span<const std::byte> file, const PictureLimits& limits);

/// The same from a file; NotFound or Io when it cannot be read.
Result<cv::Mat> read_png(const std::string& path, const PictureLimits& limits);

}  // namespace booth::compose
