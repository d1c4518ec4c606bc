#pragma once

#include <string>

#include <opencv2/core.hpp>

#include "daemon/core/result.hpp"

namespace booth::compose {

/// "bw", "sepia", ... : names a look that every booth has.
bool is_look_name(const std::string& name);

/// For messages: "bw, sepia, ...".
std::string known_looks();

/// Changes the colours of a photo in place. The original file is never touched.
///
/// @param photo  CV_8UC3, BGR, sRGB
/// @param name   a known look; anything else changes nothing
void apply_look(cv::Mat& photo, const std::string& name);

}  // namespace booth::compose
