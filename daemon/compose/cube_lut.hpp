#pragma once

#include <array>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "daemon/core/result.hpp"

namespace booth::compose {

/// A three-dimensional colour table, as film looks are traded.
///
/// @source  Adobe, "Cube LUT Specification 1.0"
class CubeLut {
 public:
  /// @param photo  CV_8UC3, BGR; changed in place, tetrahedral interpolation
  void apply(cv::Mat& photo) const;

  int size = 0;  ///< points per axis
  std::array<float, 3> domain_min{0, 0, 0};
  std::array<float, 3> domain_max{1, 1, 1};
  /// size^3 points of R, G, B in 0 to 1; red runs fastest.
  std::vector<std::array<float, 3>> points;
};

/// @returns Corrupt with file, line and what was expected; NotFound, Io
Result<CubeLut> read_cube_lut(const std::string& path);

/// The same from memory. @param file  for messages
Result<CubeLut> parse_cube_lut(const std::string& text, const std::string& file);

}  // namespace booth::compose
