#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <opencv2/core.hpp>

#include "daemon/core/units.hpp"

namespace booth {

/// How a test photo is stored; the defaults are what most cameras write.
struct PhotoKind {
  int subsampling = 1;  ///< TJSAMP_422
  int quality = 95;
  bool is_progressive = false;
};

/// A gradient with coloured corners, so that turns and mirrors show: top left red, top right green,
/// bottom left blue, bottom right white. CV_8UC3, BGR.
cv::Mat marked_picture(int width, int height);

/// @param picture  CV_8UC3 BGR, CV_8UC1, or CV_8UC4 as Adobe's inverted CMYK
Bytes to_jpeg(const cv::Mat& picture, const PhotoKind& kind = {});

/// Inserts a segment right behind SOI.
Bytes with_segment(const Bytes& jpeg, int marker, std::span<const std::byte> body);

Bytes with_exif_orientation(const Bytes& jpeg, int orientation, bool is_big_endian = false);
Bytes with_adobe_rgb_exif(const Bytes& jpeg);
Bytes with_icc(const Bytes& jpeg, std::span<const std::byte> profile);

/// Serialised profiles, made by LittleCMS.
Bytes adobe_like_profile();
Bytes srgb_profile();
Bytes grey_profile(double gamma);

Bytes to_png(const cv::Mat& bgra);

/// Mean difference of all channels.
double mean_difference(const cv::Mat& a, const cv::Mat& b);

/// A folder that goes away with its object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  std::string write(const std::string& name, std::span<const std::byte> bytes) const;
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

}  // namespace booth
