#pragma once

#include <memory>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "daemon/core/result.hpp"

namespace booth::compose {

/// What is done to the colours of a photo, in order: "smooth+warm" or "film.cube". The original
/// file is never touched.
class Look {
 public:
  Look() = default;  ///< changes nothing

  /// @param names    built-in looks and .cube files, joined by "+"; empty is a look that changes
  /// nothing
  /// @param folders  searched in this order for .cube files
  /// @returns BadInput (what was expected) or NotFound, Corrupt (file and line) for a .cube file
  static Result<Look> load(const std::string& names, const std::vector<std::string>& folders);

  /// @param photo  CV_8UC3, BGR, sRGB; changed in place
  /// @thread       any
  void apply(cv::Mat& photo) const;

  /// Paths of the .cube files it was read from.
  const std::vector<std::string>& files() const { return files_; }

 private:
  struct Step;
  // Copies of a look share their tables, which nobody changes once they are made.
  std::vector<std::shared_ptr<const Step>> steps_;
  std::vector<std::string> files_;
};

}  // namespace booth::compose
