#pragma once

#include <optional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace booth::compose {

/// A built-in look: one tone curve per channel, then one mix of the channels. Two passes over the
/// pixels.
struct ToneLook {
  cv::Mat curves;   ///< CV_8UC3, 1 x 256, in B, G, R
  cv::Matx33f mix;  ///< rows and columns in B, G, R
  void apply(cv::Mat& photo) const;
};

/// @returns nullopt for a name that is not built in
std::optional<ToneLook> tone_look(const std::string& name);

}  // namespace booth::compose
