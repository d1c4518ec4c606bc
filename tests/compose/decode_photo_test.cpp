#include "daemon/compose/decode_photo.hpp"

#include <array>
#include <cmath>
#include <random>
#include <utility>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

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

TEST_SUITE("compose/decode_photo: bad input") {
  TEST_CASE("nothing, text and a lonely header are refused") {
    const std::string text = "<html>Sign in to the hotel's network</html>";
    const auto words = std::as_bytes(std::span(text));
    const Bytes header{std::byte{0xFF}, std::byte{0xD8}, std::byte{0xFF}, std::byte{0xE1},
                       std::byte{0xFF}};
    CHECK(decode_photo({}, kWhole, {}).error().code == Errc::Corrupt);
    CHECK(decode_photo(words, kWhole, {}).error().code == Errc::Corrupt);
    CHECK(decode_photo(header, kWhole, {}).error().code == Errc::Corrupt);
  }

  TEST_CASE("a photo cut off anywhere is refused, never half shown") {
    const Bytes whole = to_jpeg(marked_picture(640, 480));
    for (std::size_t eighth = 0; eighth < 8; ++eighth) {
      const auto photo =
          decode_photo(std::span(whole).first(whole.size() * eighth / 8), kWhole, {});
      REQUIRE(!photo.has_value());
      CHECK(photo.error().code == Errc::Corrupt);
    }
  }

  TEST_CASE("a bomb is refused by what it claims, before memory is taken for it") {
    Bytes bomb = to_jpeg(marked_picture(64, 64));
    for (std::size_t at = 0; at + 9 < bomb.size(); ++at)
      if (bomb[at] == std::byte{0xFF} && bomb[at + 1] == std::byte{0xC0}) {
        for (const std::size_t offset : {5U, 7U}) {  // height and width of the frame header
          bomb[at + offset] = std::byte{0xFF};
          bomb[at + offset + 1] = std::byte{0x00};
        }
        break;
      }
    const auto photo = decode_photo(bomb, kWhole, {});
    REQUIRE(!photo.has_value());
    CHECK(photo.error().code == Errc::BadInput);
    CHECK(photo.error().context.find("65280 x 65280") != std::string::npos);
  }

  TEST_CASE("limits are told with numbers") {
    const Bytes photo = to_jpeg(marked_picture(640, 480));
    PictureLimits limits;
    limits.pixels = 100'000;
    CHECK(decode_photo(photo, kWhole, limits).error().code == Errc::BadInput);
    limits = {};
    limits.file_bytes = 1000;
    CHECK(decode_photo(photo, kWhole, limits).error().code == Errc::BadInput);
    limits = {};
    limits.progressive_bytes = 1'000'000;
    CHECK(decode_photo(photo, kWhole, limits).has_value());
    CHECK(decode_photo(to_jpeg(marked_picture(640, 480), {1, 95, true}), kWhole, limits)
              .error()
              .code == Errc::BadInput);
  }

  TEST_CASE("flipped bytes never crash") {
    const Bytes whole =
        with_icc(with_exif_orientation(to_jpeg(marked_picture(160, 120)), 6), adobe_like_profile());
    std::mt19937 random(1);
    int shown = 0;
    for (int round = 0; round < 2000; ++round) {
      Bytes hurt = whole;
      for (int i = 0; i < 3; ++i) hurt[random() % hurt.size()] = static_cast<std::byte>(random());
      const auto photo = decode_photo(hurt, {160, 120}, {});
      if (photo) ++shown;
      if (photo) CHECK(photo->pixels.type() == CV_8UC3);
    }
    CHECK(shown > 0);
    CHECK(shown < 2000);
  }
}

}  // namespace booth::compose
