#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace booth::compose {

/// A picture with alpha that is laid over the sheet.
struct Stamp {
  cv::Mat pixels;  ///< CV_8UC4, BGRA, alpha premultiplied (what Cairo calls ARGB32 on little-endian
                   ///< machines)
  cv::Point at;    ///< of its top left corner on the canvas; may be outside
};

/// Straight alpha to premultiplied, in place.
void premultiply(cv::Mat& bgra);

/// Makes the whole stamp more transparent. @param opacity  0 to 1
void fade(cv::Mat& premultiplied, double opacity);

/// Cuts transparent borders off, so that blending touches only what shows. May become empty.
Stamp trimmed(Stamp stamp);

/// Lays the stamp over rows [first, end) of the canvas.
///
/// @param canvas  CV_8UC3, BGR
/// @thread        any; bands that do not overlap may be done at the same time
void blend(cv::Mat& canvas, const Stamp& stamp, const cv::Range& rows);

/// Copies the picture where the mask lets it through.
///
/// @param picture  CV_8UC3
/// @param mask     CV_8UC1 of the same size, 255 = picture; empty = everywhere
void copy_masked(cv::Mat& canvas, const cv::Mat& picture, const cv::Mat& mask, const cv::Point& at,
                 const cv::Range& rows);

}  // namespace booth::compose
