#pragma once

#include <opencv2/core.hpp>

namespace booth::compose {

/// Puts a picture behind guests who stand before a green cloth: soft edges, no green shine on hair
/// and shoulders.
///
/// How green the cloth is, is measured in the photo itself, so lights may change during the
/// evening.
///
/// @param photo     CV_8UC3, BGR, sRGB; changed in place
/// @param backdrop  CV_8UC3, BGR, of the same size
/// @returns false, and leaves the photo as it is, when hardly any of it is green: somebody took the
/// cloth down
bool replace_green(cv::Mat& photo, const cv::Mat& backdrop);

}  // namespace booth::compose
