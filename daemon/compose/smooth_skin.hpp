#pragma once

#include <opencv2/core.hpp>

namespace booth::compose {

/// Beauty smoothing: evens out skin, keeps eyes, hair, edges and everything that is not skin.
///
/// A guided filter on the brightness, at half size, laid in where colours are those of skin.
/// Nothing is reshaped and nobody's tone is changed: only differences smaller than a blemish go.
///
/// @param photo  CV_8UC3, BGR, sRGB; changed in place
void smooth_skin(cv::Mat& photo);

}  // namespace booth::compose
