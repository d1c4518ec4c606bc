#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "daemon/compose/jpeg_file.hpp"
#include "daemon/compose/render_files.hpp"
#include "daemon/core/print/print_format.hpp"
#include "tests/compose/photo_bytes.hpp"

namespace booth::compose {

inline const PrintFormat kDnp{"4x6", 1240, 1844, 300, 0};

/// A template folder with the given layers, and photos beside it.
class Studio {
 public:
  explicit Studio(const std::string& layers, const std::string& head = "medium = \"4x6\"\n") {
    folder_.write("test/template.toml", "title = \"T\"\n" + head + layers);
  }
  std::string folder() const { return folder_.path() + "/test"; }
  std::string photo(const std::string& name, const cv::Mat& picture) const {
    return folder_.write(name, to_jpeg(picture, {0, 98, false}));
  }
  const TemporaryFolder& files() const { return folder_; }

  /// The printed sheet as the printer gets it.
  cv::Mat print(const std::vector<std::string>& photos, const PrintFormat& format = kDnp) {
    auto made = render_files(folder(), photos,
                             {{"event", "Anna"}, {"share_url", "https://a.example/1"}}, format);
    REQUIRE_MESSAGE(made.has_value(), (made ? std::string() : made.error().context));
    sheet = std::move(*made);
    return decoded(sheet.jpeg);
  }
  static cv::Mat decoded(const Bytes& jpeg) {
    const auto image = decode_sheet(jpeg, {});
    REQUIRE(image.has_value());
    cv::Mat bgr;
    const cv::Mat rgb(image->size.height, image->size.width, CV_8UC3,
                      const_cast<std::byte*>(image->rgb.data()));
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    return bgr;
  }
  RenderedSheet sheet;

 private:
  TemporaryFolder folder_;
};

/// Where a millimetre of a 4x6 lies on the DNP sheet.
inline cv::Point at_mm(double x, double y) {
  return {static_cast<int>(20 + x * 300 / 25.4), static_cast<int>(22 + y * 300 / 25.4)};
}

inline std::string photo_layer(int slot, const std::string& box, const std::string& more = "") {
  return "[[layer]]\nkind = \"photo\"\nslot = " + std::to_string(slot) + "\n" + box + more;
}

inline const std::string kBox = "x = 10\ny = 10\nwidth = 60\nheight = 40\n";

}  // namespace booth::compose
