#include "daemon/compose/decode_photo.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "daemon/compose/colour.hpp"
#include "daemon/compose/read_file.hpp"
#include "tests/compose/photo_bytes.hpp"

namespace booth::compose {
namespace {

constexpr PixelSize kWhole{640, 480};

/// Which corner is red, as "tl", "tr", "bl" or "br"; then which is green.
std::string coloured_corners(const cv::Mat& picture) {
  const int side = std::min(picture.rows, picture.cols) / 8;
  const std::array<std::pair<const char*, cv::Point>, 4> corners{
      {{"tl", {side, side}},
       {"tr", {picture.cols - side, side}},
       {"bl", {side, picture.rows - side}},
       {"br", {picture.cols - side, picture.rows - side}}}};
  std::string red;
  std::string green;
  for (const auto& corner : corners) {
    const auto pixel = picture.at<cv::Vec3b>(corner.second);
    if (pixel[2] > 200 && pixel[1] < 60) red = corner.first;
    if (pixel[1] > 200 && pixel[2] < 60) green = corner.first;
  }
  return red + " " + green;
}

/// Adobe RGB (1998) to sRGB by the published formulas, in floating point: another implementation
/// than LittleCMS.
cv::Vec3b adobe_to_srgb(cv::Vec3b bgr) {
  const auto linear = [](std::uint8_t value) { return std::pow(value / 255.0, 2.19921875); };
  const double r = linear(bgr[2]);
  const double g = linear(bgr[1]);
  const double b = linear(bgr[0]);
  const double x = 0.57667 * r + 0.18556 * g + 0.18823 * b;
  const double y = 0.29734 * r + 0.62736 * g + 0.07529 * b;
  const double z = 0.02703 * r + 0.07069 * g + 0.99134 * b;
  const std::array<double, 3> rgb{3.24045 * x - 1.53714 * y - 0.49853 * z,
                                  -0.96927 * x + 1.87601 * y + 0.04156 * z,
                                  0.05564 * x - 0.20403 * y + 1.05723 * z};
  cv::Vec3b made;
  for (int i = 0; i < 3; ++i) {
    const double v = std::clamp(rgb[static_cast<std::size_t>(2 - i)], 0.0, 1.0);
    const double s = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
    made[i] = static_cast<std::uint8_t>(std::lround(s * 255));
  }
  return made;
}

cv::Mat smooth_picture() {
  cv::Mat picture(480, 640, CV_8UC3);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x)
      picture.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(40 + x / 4),
                                     static_cast<std::uint8_t>(40 + y / 3),
                                     static_cast<std::uint8_t>(200 - x / 5)};
  return picture;
}

/// What jpgicc of Debian's liblcms2-utils makes of the photo must be ours within a mean of 1/255.
void check_against_jpgicc(const Bytes& jpeg, const std::string& options) {
  const TemporaryFolder folder;
  const std::string in = folder.write("in.jpg", jpeg);
  const std::string out = folder.path() + "/out.jpg";
  const std::string command = "jpgicc -q100 " + options + " " + in + " " + out + " >/dev/null 2>&1";
  REQUIRE_MESSAGE(std::system(command.c_str()) == 0,
                  "jpgicc of Debian package liblcms2-utils failed or is missing: use ./dev test");
  const auto theirs_bytes = read_file(out, 10'000'000);
  REQUIRE(theirs_bytes.has_value());
  const auto header = read_jpeg_header(*theirs_bytes, {});
  REQUIRE(header.has_value());
  const auto theirs = decode_jpeg(*theirs_bytes, *header, 8);
  const auto ours = decode_photo(jpeg, kWhole, {});
  REQUIRE(theirs.has_value());
  REQUIRE(ours.has_value());
  CHECK(ours->warnings.empty());
  const double difference = mean_difference(ours->pixels, theirs->pixels);
  CAPTURE(difference);
  CHECK(difference < 1.0);
}

}  // namespace

TEST_SUITE("compose/decode_photo") {
  TEST_CASE("all EXIF orientations end upright, in both byte orders") {
    // What a viewer must show when the stored picture has red top left and green top right.
    const std::array<const char*, 9> expected{"",      "tl tr", "tr tl", "br bl", "bl br",
                                              "tl bl", "tr br", "br tr", "bl tl"};
    const Bytes plain = to_jpeg(marked_picture(640, 480));
    for (int orientation = 1; orientation <= 8; ++orientation)
      for (const bool is_big_endian : {false, true}) {
        CAPTURE(orientation);
        const auto photo =
            decode_photo(with_exif_orientation(plain, orientation, is_big_endian), kWhole, {});
        REQUIRE(photo.has_value());
        CHECK(coloured_corners(photo->pixels) == expected[static_cast<std::size_t>(orientation)]);
        CHECK((photo->pixels.cols < photo->pixels.rows) == (orientation >= 5));
      }
  }

  TEST_CASE("cameras' kinds of JPEG all show the same picture") {
    const cv::Mat picture = smooth_picture();
    for (const int subsampling : {0, 1, 2, 4, 5})
      for (const bool is_progressive : {false, true}) {
        CAPTURE(subsampling);
        CAPTURE(is_progressive);
        const auto photo =
            decode_photo(to_jpeg(picture, {subsampling, 95, is_progressive}), kWhole, {});
        REQUIRE(photo.has_value());
        CHECK(mean_difference(photo->pixels, picture) < 1.0);
        CHECK(photo->warnings.empty());
      }
  }

  TEST_CASE("large photos are decoded scaled, and never smaller than their slot") {
    const auto photo = decode_photo(to_jpeg(marked_picture(2400, 1600)), {590, 390}, {});
    REQUIRE(photo.has_value());
    CHECK(photo->pixels.size() == cv::Size(600, 400));
    CHECK(coloured_corners(photo->pixels) == "tl tr");
  }

  TEST_CASE("Adobe RGB is converted, whether a profile or EXIF says so") {
    const cv::Mat picture = smooth_picture();
    cv::Mat expected(picture.size(), CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
      for (int x = 0; x < picture.cols; ++x)
        expected.at<cv::Vec3b>(y, x) = adobe_to_srgb(picture.at<cv::Vec3b>(y, x));
    REQUIRE(mean_difference(picture, expected) > 3);  // the conversion is not a detail

    const Bytes plain = to_jpeg(picture, {0, 100, false});
    const auto by_profile = decode_photo(with_icc(plain, adobe_like_profile()), kWhole, {});
    const auto by_exif = decode_photo(with_adobe_rgb_exif(plain), kWhole, {});
    REQUIRE(by_profile.has_value());
    REQUIRE(by_exif.has_value());
    CHECK(mean_difference(by_profile->pixels, expected) < 1.0);
    CHECK(mean_difference(by_exif->pixels, expected) < 1.0);
  }

  TEST_CASE("an sRGB profile changes no pixel") {
    const Bytes plain = to_jpeg(smooth_picture());
    const auto without = decode_photo(plain, kWhole, {});
    const auto with = decode_photo(with_icc(plain, srgb_profile()), kWhole, {});
    REQUIRE(without.has_value());
    REQUIRE(with.has_value());
    CHECK(mean_difference(without->pixels, with->pixels) == 0);
  }

  TEST_CASE("a profile that does not fit or is damaged is ignored with a warning") {
    const Bytes plain = to_jpeg(smooth_picture());
    const Bytes rubbish(300, std::byte{7});
    for (const Bytes& profile : {grey_profile(2.2), rubbish}) {
      const auto photo = decode_photo(with_icc(plain, profile), kWhole, {});
      REQUIRE(photo.has_value());
      CHECK(mean_difference(photo->pixels, smooth_picture()) < 1.0);
      REQUIRE(photo->warnings.size() == 1);
      CHECK(photo->warnings[0].find("colour profile") != std::string::npos);
    }
  }

  TEST_CASE("grey photos are shown grey, with and without a profile") {
    cv::Mat grey(480, 640, CV_8UC1, cv::Scalar(128));
    const auto plain = decode_photo(to_jpeg(grey), kWhole, {});
    REQUIRE(plain.has_value());
    CHECK(plain->pixels.type() == CV_8UC3);
    CHECK(plain->pixels.at<cv::Vec3b>(240, 320) == cv::Vec3b(128, 128, 128));
    // Linear grey 128 is half the light: 188 in sRGB.
    const auto linear = decode_photo(with_icc(to_jpeg(grey), grey_profile(1.0)), kWhole, {});
    REQUIRE(linear.has_value());
    CHECK(std::abs(int{linear->pixels.at<cv::Vec3b>(240, 320)[1]} - 188) <= 2);
  }

  TEST_CASE("CMYK photos have the right colours") {
    // Inverted as Adobe stores it: 255 is no ink.
    const std::array<std::pair<cv::Scalar, cv::Vec3b>, 4> inks{
        {{{255, 255, 255, 255}, {255, 255, 255}},
         {{0, 255, 255, 255}, {255, 255, 0}},
         {{255, 0, 0, 255}, {0, 0, 255}},
         {{255, 255, 255, 0}, {0, 0, 0}}}};
    for (const auto& ink : inks) {
      const auto photo =
          decode_photo(to_jpeg(cv::Mat(480, 640, CV_8UC4, ink.first), {0, 100, false}), kWhole, {});
      REQUIRE(photo.has_value());
      const auto pixel = photo->pixels.at<cv::Vec3b>(200, 300);
      for (int channel = 0; channel < 3; ++channel)
        CHECK(std::abs(int{pixel[channel]} - int{ink.second[channel]}) <= 3);
    }
  }

  TEST_CASE("a PNG under a JPEG's name is shown, and named as such") {
    cv::Mat picture;
    cv::cvtColor(marked_picture(640, 480), picture, cv::COLOR_BGR2BGRA);
    const auto photo = decode_photo(to_png(picture), kWhole, {});
    REQUIRE(photo.has_value());
    CHECK(coloured_corners(photo->pixels) == "tl tr");
    REQUIRE(photo->warnings.size() == 1);
  }
}

TEST_SUITE("compose/colour") {
  TEST_CASE("an independent program converts every kind of photo to the same colours") {
    const cv::Mat picture = smooth_picture();
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    cv::Mat inks(picture.size(), CV_8UC4);  // 255 is no ink
    for (int y = 0; y < inks.rows; ++y)
      for (int x = 0; x < inks.cols; ++x) {
        const auto bgr = picture.at<cv::Vec3b>(y, x);
        inks.at<cv::Vec4b>(y, x) = {bgr[2], bgr[1], bgr[0], 230};
      }
    // Of Debian's libgs-common; 64 kB segments, as a real CMYK photo has it.
    const auto cmyk = read_file("/usr/share/color/icc/ghostscript/default_cmyk.icc", 10'000'000);
    REQUIRE_MESSAGE(cmyk.has_value(), "Debian package libgs-common is missing: use ./dev test");

    const Bytes adobe = to_jpeg(picture, {0, 100, false});
    check_against_jpgicc(with_icc(adobe, adobe_like_profile()), "");
    // jpgicc does not read EXIF: it is told.
    const TemporaryFolder folder;
    const auto profile = folder.write("adobe.icc", adobe_like_profile());
    check_against_jpgicc(with_adobe_rgb_exif(adobe), "-i " + profile);
    check_against_jpgicc(with_icc(to_jpeg(grey, {0, 100, false}), grey_profile(1.8)), "");
    check_against_jpgicc(with_icc(to_jpeg(inks, {0, 100, false}), *cmyk), "");
  }

  TEST_CASE("a sheet is converted to a printer's profile, and anything else is refused") {
    const TemporaryFolder folder;
    RgbImage image;
    image.size = {2, 1};
    for (const int value : {255, 255, 255, 200, 60, 60})
      image.rgb.push_back(static_cast<std::byte>(value));
    const auto before = image.rgb;
    REQUIRE(to_printer_colours(image, folder.write("srgb.icc", srgb_profile())).has_value());
    CHECK(image.rgb == before);
    REQUIRE(to_printer_colours(image, folder.write("wide.icc", adobe_like_profile())).has_value());
    CHECK(std::to_integer<int>(image.rgb[0]) >= 254);  // paper stays white
    CHECK(std::to_integer<int>(image.rgb[3]) <
          std::to_integer<int>(before[3]) - 10);  // a wide space needs less red
    CHECK(to_printer_colours(image, folder.write("grey.icc", grey_profile(2.2))).error().code ==
          Errc::BadInput);
    CHECK(to_printer_colours(image, folder.write("text.icc", std::string("x"))).error().code ==
          Errc::BadInput);
    CHECK(to_printer_colours(image, "/nowhere.icc").error().code == Errc::NotFound);
  }
}

}  // namespace booth::compose
