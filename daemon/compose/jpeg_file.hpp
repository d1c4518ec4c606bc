#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <opencv2/core.hpp>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/ports/printer.hpp"

namespace booth::compose {

/// What may be decoded at all: cameras and guests' phones are untrusted input.
struct PictureLimits {
  std::size_t file_bytes =
      96 * 1024 * 1024;               ///< the largest JPEG of a 100 MP camera is about 60 MB
  std::int64_t pixels = 160'000'000;  ///< 150 MP is the largest sensor that is sold
  std::int64_t progressive_bytes =
      512 * 1024 * 1024;  ///< coefficients of a progressive JPEG stay in memory
};

enum class JpegColour { Bgr, Grey, Cmyk };

struct JpegHeader {
  PixelSize size;
  JpegColour colour = JpegColour::Bgr;
  int exif_orientation = 1;
  bool is_adobe_rgb = false;   ///< by EXIF interoperability
  std::vector<std::byte> icc;  ///< embedded profile, empty when none
};

struct DecodedJpeg {
  /// CV_8UC3 BGR, CV_8UC1 grey, or CV_8UC4 with C, M, Y, K where 255 is no ink (as Adobe stores
  /// it).
  cv::Mat pixels;
  bool is_damaged = false;  ///< the decoder had to invent pixels
  std::string complaint;    ///< of the decoder; may be set although nothing is missing
};

/// @returns Corrupt when it is no JPEG; BadInput when it is larger than the limits
Result<JpegHeader> read_jpeg_header(std::span<const std::byte> file, const PictureLimits& limits);

/// Decodes at eighths / 8 of the size, rounded up. Pixels are as stored: neither turned nor colour
/// managed.
Result<DecodedJpeg> decode_jpeg(std::span<const std::byte> file, const JpegHeader& header,
                                int eighths);

enum class JpegUse {
  Print,  ///< quality 95, 4:4:4
  Share,  ///< quality 88, 4:2:0
};

/// sRGB, JFIF density as given, no EXIF. Same pixels, same bytes.
///
/// @param picture  CV_8UC3, BGR
Result<Bytes> encode_jpeg(const cv::Mat& picture, JpegUse use, int dpi);

/// A stored sheet as the printer wants it: every pixel, no colour management (sheets are sRGB).
///
/// @returns Corrupt when any pixel would have to be invented
Result<RgbImage> decode_sheet(std::span<const std::byte> file, const PictureLimits& limits);

}  // namespace booth::compose
