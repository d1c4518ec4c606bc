#include "daemon/compose/look.hpp"

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "daemon/compose/cube_lut.hpp"
#include "daemon/compose/green_screen.hpp"
#include "daemon/compose/smooth_skin.hpp"
#include "daemon/core/layout/look_name.hpp"
#include "tests/compose/photo_bytes.hpp"

namespace booth::compose {
namespace {

cv::Mat with_look(const cv::Mat& picture, const std::string& name) {
  const auto look = Look::load(name, {});
  REQUIRE(look.has_value());
  cv::Mat copy = picture.clone();
  look->apply(copy);
  return copy;
}

double saturation(const cv::Mat& picture) {
  cv::Mat hsv;
  cv::cvtColor(picture, hsv, cv::COLOR_BGR2HSV);
  return cv::mean(hsv)[1];
}

double brightness(const cv::Mat& picture) {
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  return cv::mean(grey)[0];
}

std::string cube(int size, float red_gain) {
  std::string text = "# a comment\nTITLE \"x\"\nLUT_3D_SIZE " + std::to_string(size) + "\n";
  for (int b = 0; b < size; ++b)
    for (int g = 0; g < size; ++g)
      for (int r = 0; r < size; ++r) {
        const auto at = [&](int i) {
          return std::to_string(static_cast<float>(i) / static_cast<float>(size - 1));
        };
        text += std::to_string(red_gain * static_cast<float>(r) / static_cast<float>(size - 1)) +
                " " + at(g) + " " + at(b) + "\n";
      }
  return text;
}

/// A guest's head with freckles before a cloth, and where the guest is.
struct Guest {
  cv::Mat photo;
  cv::Mat mask;
};

Guest guest_before(const cv::Scalar& cloth) {
  Guest guest;
  guest.photo = cv::Mat(400, 600, CV_8UC3, cloth);
  guest.mask = cv::Mat::zeros(400, 600, CV_8UC1);
  // Light falls off to the sides of the cloth.
  for (int x = 0; x < 600; ++x) {
    const double light = 1 - 0.35 * std::abs(x - 300) / 300.0;
    cv::Mat column = guest.photo.col(x);
    column.convertTo(column, -1, light);
  }
  cv::ellipse(guest.photo, {300, 200}, {90, 130}, 0, 0, 360, {120, 160, 215}, -1, cv::LINE_AA);
  cv::ellipse(guest.photo, {300, 80}, {100, 50}, 0, 0, 360, {30, 45, 60}, -1, cv::LINE_AA);
  cv::ellipse(guest.mask, {300, 200}, {90, 130}, 0, 0, 360, 255, -1);
  cv::ellipse(guest.mask, {300, 80}, {100, 50}, 0, 0, 360, 255, -1);
  return guest;
}

}  // namespace

TEST_SUITE("compose/look") {
  TEST_CASE("each look does what its name says") {
    const cv::Mat picture = marked_picture(240, 160);
    const double before = saturation(picture);
    CHECK(saturation(with_look(picture, "bw")) == 0);
    CHECK(saturation(with_look(picture, "vivid")) > before);
    CHECK(brightness(with_look(picture, "high-key")) > brightness(picture) + 10);
    const auto balance = [](const cv::Mat& shown) {
      const cv::Scalar mean = cv::mean(shown);
      return mean[2] - mean[0];  // red over blue
    };
    const double neutral = balance(picture);
    CHECK(balance(with_look(picture, "warm")) > neutral + 3);
    CHECK(balance(with_look(picture, "cool")) < neutral - 3);
    CHECK(balance(with_look(picture, "sepia")) > 10);
  }

  TEST_CASE("black stays black and white stays white where that is meant") {
    for (const char* name : {"bw", "warm", "cool", "vivid"}) {
      const cv::Mat black = with_look(cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(0)), name);
      CHECK(cv::countNonZero(black.reshape(1)) == 0);
    }
    CHECK(cv::countNonZero(
              with_look(cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(255)), "bw").reshape(1) == 255) ==
          48);
  }

  TEST_CASE("looks are joined by plus, and nonsense is refused with the choice") {
    const cv::Mat picture = marked_picture(240, 160);
    CHECK(mean_difference(with_look(picture, "bw+warm"),
                          with_look(with_look(picture, "bw"), "warm")) == 0);
    CHECK(mean_difference(with_look(picture, ""), picture) == 0);
    const auto wrong = Look::load("bw+glitter", {});
    REQUIRE(!wrong.has_value());
    CHECK(wrong.error().code == Errc::BadInput);
    CHECK(wrong.error().context.find("sepia") != std::string::npos);
    CHECK(Look::load("gone.cube", {"/nowhere"}).error().code == Errc::NotFound);
    CHECK(!is_look("../x.cube"));
    CHECK(!is_look("bw+a/b.cube"));
  }
}

TEST_SUITE("compose/cube_lut") {
  TEST_CASE("the identity changes nothing, at any size") {
    const cv::Mat picture = marked_picture(240, 160);
    for (const int size : {2, 17, 33}) {
      const auto lut = parse_cube_lut(cube(size, 1), "id.cube");
      REQUIRE(lut.has_value());
      cv::Mat copy = picture.clone();
      lut->apply(copy);
      cv::Mat difference;
      cv::absdiff(copy, picture, difference);
      double most = 0;
      cv::minMaxLoc(difference.reshape(1), nullptr, &most);
      CHECK(most <= 1);
    }
  }

  TEST_CASE("a table that halves red halves red") {
    const TemporaryFolder folder;
    folder.write("half.cube", cube(5, 0.5F));
    const auto look = Look::load("half.cube", {"/nowhere", folder.path()});
    REQUIRE(look.has_value());
    cv::Mat picture(2, 2, CV_8UC3, cv::Scalar(40, 80, 200));
    look->apply(picture);
    CHECK(picture.at<cv::Vec3b>(0, 0) == cv::Vec3b(40, 80, 100));
  }

  TEST_CASE("mistakes are named with file and line") {
    const auto message = [](const std::string& text) {
      return parse_cube_lut(text, "f.cube").error().context;
    };
    CHECK(message("LUT_3D_SIZE 1\n") ==
          "f.cube:1: expected a size from 2 to 65, found LUT_3D_SIZE 1");
    CHECK(message("0 0 0\n") == "f.cube:1: expected LUT_3D_SIZE before the points, found 0 0 0");
    CHECK(message("LUT_3D_SIZE 2\n0 0\n") == "f.cube:2: expected three numbers, found 0 0");
    CHECK(message("LUT_3D_SIZE 2\n0 0 nan\n") == "f.cube:2: expected three numbers, found 0 0 nan");
    CHECK(message("LUT_3D_SIZE 2\n0 0 0\n") == "f.cube:2: expected 8 points, found 1 points");
    CHECK(message("") == "f.cube:0: expected LUT_3D_SIZE, found 0 points");
    CHECK(message(cube(2, 1) + "1 1 1\n") == "f.cube:12: expected 8 points, found more");
    CHECK(message(cube(2, 1) + "DOMAIN_MAX 0 0 0\n").find("DOMAIN_MAX above DOMAIN_MIN") !=
          std::string::npos);
  }
}

TEST_SUITE("compose/smooth_skin") {
  TEST_CASE("blemishes fade, edges and everything that is no skin stay") {
    cv::Mat photo(480, 640, CV_8UC3, cv::Scalar(120, 160, 215));       // skin
    photo(cv::Rect(320, 0, 320, 480)).setTo(cv::Scalar(160, 80, 40));  // a blue dress
    cv::RNG random(5);
    // Blemishes are spots of some pixels in all channels, not the noise of single pixels.
    cv::Mat spots(photo.rows / 5, photo.cols / 5, CV_32FC1);
    random.fill(spots, cv::RNG::NORMAL, 0, 6);
    cv::resize(spots, spots, photo.size(), 0, 0, cv::INTER_CUBIC);
    cv::cvtColor(spots, spots, cv::COLOR_GRAY2BGR);
    cv::add(photo, spots, photo, cv::noArray(), CV_8UC3);
    cv::Mat smooth = photo.clone();
    smooth_skin(smooth);

    const auto roughness = [](const cv::Mat& picture, const cv::Rect& where) {
      cv::Mat grey;
      cv::cvtColor(picture(where), grey, cv::COLOR_BGR2GRAY);
      cv::Scalar mean;
      cv::Scalar deviation;
      cv::meanStdDev(grey, mean, deviation);
      return deviation[0];
    };
    const cv::Rect skin(40, 40, 220, 400);
    const cv::Rect dress(380, 40, 220, 400);
    CHECK(roughness(smooth, skin) < 0.7 * roughness(photo, skin));
    CHECK(mean_difference(smooth(dress), photo(dress)) < 0.05);
    CHECK(std::abs(cv::mean(smooth(skin))[1] - cv::mean(photo(skin))[1]) < 0.5);
    // The step between face and dress is as steep as before.
    const auto step = [](const cv::Mat& picture) {
      return cv::mean(picture(cv::Rect(312, 40, 6, 400)))[2] -
             cv::mean(picture(cv::Rect(322, 40, 6, 400)))[2];
    };
    CHECK(step(smooth) > 0.95 * step(photo));
  }

  TEST_CASE("tiny pictures are left alone") {
    cv::Mat tiny(3, 3, CV_8UC3, cv::Scalar(120, 160, 215));
    smooth_skin(tiny);
    CHECK(tiny.at<cv::Vec3b>(1, 1) == cv::Vec3b(120, 160, 215));
  }
}

TEST_SUITE("compose/green_screen") {
  TEST_CASE("the cloth goes, the guest stays, the edge has no green") {
    const Guest guest = guest_before({60, 190, 70});
    cv::Mat photo = guest.photo.clone();
    const cv::Mat beach(photo.size(), CV_8UC3, cv::Scalar(200, 120, 60));
    REQUIRE(replace_green(photo, beach));
    cv::Mat far_in;
    cv::erode(guest.mask, far_in, cv::Mat(), {-1, -1}, 4);
    cv::Mat far_out;
    cv::dilate(guest.mask, far_out, cv::Mat(), {-1, -1}, 4);
    far_out = 255 - far_out;
    cv::Mat changed;
    cv::absdiff(photo, guest.photo, changed);
    CHECK(cv::mean(changed, far_in)[0] < 1);
    cv::Mat from_beach;
    cv::absdiff(photo, beach, from_beach);
    const cv::Scalar left = cv::mean(from_beach, far_out);
    CHECK(left[0] + left[1] + left[2] < 2);
    for (int y = 0; y < photo.rows; ++y)
      for (int x = 0; x < photo.cols; ++x) {
        const auto pixel = photo.at<cv::Vec3b>(y, x);
        REQUIRE(pixel[1] <= std::max(pixel[0], pixel[2]) + 14);
      }
  }

  TEST_CASE("without a cloth the photo is left as it is") {
    const Guest guest = guest_before({170, 170, 175});
    cv::Mat photo = guest.photo.clone();
    CHECK(!replace_green(photo, cv::Mat(photo.size(), CV_8UC3, cv::Scalar(200, 120, 60))));
    CHECK(mean_difference(photo, guest.photo) == 0);
  }
}

}  // namespace booth::compose
