#pragma once

#include <opencv2/core.hpp>

#include "daemon/compose/stamp.hpp"
#include "daemon/core/layout/place_shots.hpp"

namespace booth::compose {

/// Where a slot's photo shows, and what lies under it.
struct SlotFrame {
  PixelBox box;   ///< the slot before its rotation
  cv::Rect area;  ///< on the canvas; what the prepared photo covers
  cv::Mat
      mask;  ///< CV_8UC1 of `area`'s size, 255 = photo; empty when the photo is a plain rectangle
  Stamp underneath;  ///< shadow and border; may be empty
};

SlotFrame frame_slot(const PhotoLayer& photo, const PiecePlacement& piece);

Stamp draw_shape(const ShapeLayer& shape, const PiecePlacement& piece);

/// @returns an empty stamp when the text does not fit any QR code
Stamp draw_qr(const QrLayer& qr, const std::string& text, const PiecePlacement& piece);

}  // namespace booth::compose
