#pragma once

#include <opencv2/core.hpp>

#include "daemon/core/layout/place_shots.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth::compose {

/// Turns the finished canvas of one piece into the printer's sheet and the guests' share copy.
///
/// A landscape piece is turned 90 degrees counter-clockwise, as CUPS' own filters would do it, so
/// that the picture's top is at the sheet's left. The share copy stays as one looks at it: one
/// piece, cut to the paper, at most 2048 pixels long.
///
/// @param canvas  CV_8UC3, BGR, of PiecePlacement::canvas' size
/// @returns jpeg, share_jpeg and size; the rest is left empty
Result<RenderedSheet> encode_sheet(const cv::Mat& canvas, const SheetTemplate& sheet,
                                   const PrintFormat& format, const PiecePlacement& piece);

}  // namespace booth::compose
