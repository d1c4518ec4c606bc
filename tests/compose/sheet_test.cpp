#include "daemon/compose/render_files.hpp"

#include <array>
#include <filesystem>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "daemon/compose/decode_photo.hpp"
#include "daemon/compose/jpeg_file.hpp"
#include "daemon/core/print/print_format.hpp"
#include "tests/compose/studio.hpp"

namespace booth::compose {
namespace {

bool is_near(const cv::Mat& picture, cv::Point at, cv::Scalar bgr, double tolerance = 8) {
  const auto pixel = picture.at<cv::Vec3b>(at);
  for (int c = 0; c < 3; ++c)
    if (std::abs(pixel[c] - bgr[c]) > tolerance) return false;
  return true;
}

const cv::Scalar kRed{0, 0, 255};
const cv::Scalar kGreen{0, 255, 0};
const cv::Scalar kBlue{255, 0, 0};
const cv::Scalar kWhite{255, 255, 255};
const cv::Scalar kPlaceholder{206, 212, 216};

}  // namespace

TEST_SUITE("compose/sheet") {
  TEST_CASE(
      "the sheet has exactly the printer's pixels, portrait, 300 dpi, and the photo stands in its "
      "slot") {
    Studio studio(photo_layer(1, kBox));
    const cv::Mat sheet = studio.print({studio.photo("a.jpg", marked_picture(900, 600))});
    CHECK(sheet.size() == cv::Size(1240, 1844));
    CHECK(studio.sheet.size == PixelSize{1240, 1844});
    CHECK(is_near(sheet, at_mm(12, 12), kRed));
    CHECK(is_near(sheet, at_mm(68, 12), kGreen));
    CHECK(is_near(sheet, at_mm(12, 48), kBlue));
    CHECK(is_near(sheet, at_mm(9.5, 12), kWhite));
    CHECK(is_near(sheet, at_mm(12, 9.5), kWhite));
    CHECK(is_near(sheet, at_mm(70.5, 12), kWhite));
    // JFIF: unit 1 is dots per inch.
    const Bytes& jpeg = studio.sheet.jpeg;
    CHECK(jpeg[13] == std::byte{1});
    CHECK((std::to_integer<int>(jpeg[14]) << 8 | std::to_integer<int>(jpeg[15])) == 300);
    CHECK((std::to_integer<int>(jpeg[16]) << 8 | std::to_integer<int>(jpeg[17])) == 300);
  }

  TEST_CASE(
      "a landscape sheet is turned counter-clockwise for the printer, the share copy is not") {
    Studio studio(photo_layer(1, "x = 0\ny = 0\nwidth = 152.4\nheight = 101.6\n"),
                  "medium = \"4x6\"\norientation = \"landscape\"\n");
    const cv::Mat sheet = studio.print({studio.photo("a.jpg", marked_picture(900, 600))});
    // The picture's top left corner comes to lie at the bottom left, its top right at the top left.
    CHECK(is_near(sheet, {60, 1844 - 60}, kRed));
    CHECK(is_near(sheet, {60, 60}, kGreen));
    const cv::Mat share = Studio::decoded(studio.sheet.share_jpeg);
    CHECK(share.size() == cv::Size(1800, 1200));
    CHECK(is_near(share, {60, 60}, kRed));
    CHECK(is_near(share, {1740, 60}, kGreen));
  }

  TEST_CASE("both strips are whole on both sides of the cut") {
    Studio studio(photo_layer(1, "x = 0\ny = 0\nwidth = 50.8\nheight = 33\n"),
                  "medium = \"2x6x2\"\n");
    const cv::Mat sheet = studio.print({studio.photo("a.jpg", marked_picture(900, 600))},
                                       {"2x6x2", 1240, 1844, 300, 0});
    // Paper of 600 pixels each: 20 to 620 and 620 to 1220; the cut is at 620.
    for (const int left : {20, 620}) {
      CHECK(is_near(sheet, {left + 4, 40}, kRed));
      CHECK(is_near(sheet, {left + 595, 40}, kGreen));
    }
    CHECK(is_near(sheet, {10, 40}, kWhite));
    CHECK(is_near(sheet, {1230, 40}, kWhite));
    CHECK(Studio::decoded(studio.sheet.share_jpeg).size() == cv::Size(600, 1800));
  }

  TEST_CASE("mirrored, rotated and anchored photos") {
    Studio mirrored(photo_layer(1, kBox, "mirrored = true\n"));
    const cv::Mat sheet = mirrored.print({mirrored.photo("a.jpg", marked_picture(900, 600))});
    CHECK(is_near(sheet, at_mm(12, 12), kGreen));
    CHECK(is_near(sheet, at_mm(68, 12), kRed));

    Studio turned(photo_layer(1, "x = 20\ny = 30\nwidth = 60\nheight = 40\n", "rotation = 90\n"));
    const cv::Mat quarter = turned.print({turned.photo("a.jpg", marked_picture(900, 600))});
    // About the middle (50, 50): 40 wide, 60 high; what was top left is now top right.
    CHECK(is_near(quarter, at_mm(68, 22), kRed));
    CHECK(is_near(quarter, at_mm(68, 78), kGreen));
    CHECK(is_near(quarter, at_mm(32, 22), kBlue));
    CHECK(is_near(quarter, at_mm(72, 50), kWhite));

    Studio anchored(
        photo_layer(1, "x = 10\ny = 10\nwidth = 40\nheight = 40\n", "align = \"right\"\n"));
    const cv::Mat cropped = anchored.print({anchored.photo("a.jpg", marked_picture(900, 600))});
    CHECK(is_near(cropped, at_mm(48, 12), kGreen));
    CHECK(!is_near(cropped, at_mm(12, 12), kRed, 60));
  }

  TEST_CASE("rounded corners, border, shadow") {
    Studio studio(photo_layer(1, kBox,
                              "corner_radius = 5\nborder = { width = 2, color = \"#0000ff\" }\n"
                              "shadow = { dx = 0, dy = 4, blur = 1, color = \"#000000ff\" }\n"));
    const cv::Mat sheet =
        studio.print({studio.photo("a.jpg", cv::Mat(600, 900, CV_8UC3, cv::Scalar(0, 200, 0)))});
    CHECK(is_near(sheet, at_mm(40, 30), {0, 200, 0}));
    CHECK(is_near(sheet, at_mm(10.5, 10.5), kBlue));  // the corner shows the border
    CHECK(is_near(sheet, at_mm(9, 30), kBlue));
    CHECK(is_near(sheet, at_mm(8.4, 8.4), kWhite));  // the border's corner is round as well
    CHECK(is_near(sheet, at_mm(40, 53.5), {0, 0, 0}, 40));
    CHECK(is_near(sheet, at_mm(40, 60), kWhite));
  }

  TEST_CASE("pictures lie over photos with their alpha, pixel by pixel") {
    Studio studio(photo_layer(1, kBox) + "[[layer]]\nkind = \"picture\"\nfile = \"over.png\"\n" +
                  "x = 10\ny = 10\nwidth = 25.4\nheight = 25.4\n");
    cv::Mat over(300, 300, CV_8UC4, cv::Scalar(0, 0, 0, 0));
    over(cv::Rect(0, 0, 150, 300)).setTo(cv::Scalar(0, 0, 0, 255));
    over(cv::Rect(150, 0, 50, 300)).setTo(cv::Scalar(0, 0, 0, 128));
    studio.files().write("test/over.png", to_png(over));
    const cv::Mat sheet =
        studio.print({studio.photo("a.jpg", cv::Mat(600, 900, CV_8UC3, cv::Scalar::all(200)))});
    const cv::Point corner = at_mm(10, 10);
    CHECK(is_near(sheet, corner + cv::Point(75, 100), {0, 0, 0}));
    CHECK(is_near(sheet, corner + cv::Point(175, 100), cv::Scalar::all(100)));
    CHECK(is_near(sheet, corner + cv::Point(250, 100), cv::Scalar::all(200)));
    CHECK(
        is_near(sheet, corner + cv::Point(145, 100), {0, 0, 0}, 12));  // not resampled: still sharp
  }

  TEST_CASE("text is drawn inside its box, whatever the script, and shrinks to fit") {
    const std::string box = "x = 20\ny = 100\nwidth = 60\nheight = 10\nsize = 9\n";
    for (const char* words : {"Anna", "A very long name of a company that never ends and goes on",
                              "\u0623\u062d\u0645\u062f \u0648 \u0644\u064a\u0644\u0649",
                              "\u05d7\u05ea\u05d5\u05e0\u05d4", "\u2764"}) {
      CAPTURE(std::string(words));
      Studio studio(photo_layer(1, kBox) + "[[layer]]\nkind = \"text\"\ntext = \"" + words +
                    "\"\n" + box);
      const cv::Mat sheet = studio.print({});
      cv::Mat grey;
      cv::cvtColor(sheet, grey, cv::COLOR_BGR2GRAY);
      const cv::Rect inside(at_mm(20, 100), at_mm(80, 110));
      CHECK(cv::countNonZero(grey(inside) < 128) > 200);
      cv::Mat around = grey(cv::Rect(at_mm(5, 90), at_mm(95, 120))).clone();
      // A soft edge may touch the pixels beside the box.
      const cv::Rect touched = inside - at_mm(5, 90) + cv::Size(4, 4) - cv::Point(2, 2);
      around(touched).setTo(255);
      CHECK(cv::countNonZero(around < 200) == 0);
    }
  }

  TEST_CASE("emoji are drawn in their colours, amidst other letters") {
    Studio studio(
        photo_layer(1, kBox) +
        "[[layer]]\nkind = \"text\"\ntext = \"Anna \U0001F389\"\nx = 20\ny = 100\nwidth = "
        "60\nheight = 10\nsize = 9\n");
    const cv::Mat sheet = studio.print({});
    cv::Mat hsv;
    cv::cvtColor(sheet(cv::Rect(at_mm(20, 100), at_mm(80, 110))), hsv, cv::COLOR_BGR2HSV);
    cv::Mat saturation;
    cv::extractChannel(hsv, saturation, 1);
    INFO("Debian package fonts-noto-color-emoji is missing: use ./dev test");
    CHECK(cv::countNonZero(saturation > 120) > 500);
  }

  TEST_CASE("layers wait for their text") {
    const std::string qr =
        "[[layer]]\nkind = \"qr\"\nx = 20\ny = 100\nwidth = 20\nheight = 20\nonly_with = "
        "\"share_url\"\n";
    Studio studio(photo_layer(1, kBox) + qr);
    const cv::Mat with = studio.print({});
    CHECK(cv::countNonZero(with(cv::Rect(at_mm(20, 100), at_mm(40, 120))).reshape(1) < 100) > 1000);
    const auto without = render_files(studio.folder(), {}, {}, kDnp);
    REQUIRE(without.has_value());
    CHECK(cv::countNonZero(
              Studio::decoded(without->jpeg)(cv::Rect(at_mm(20, 100), at_mm(40, 120))).reshape(1) <
              250) == 0);
  }

  TEST_CASE("a photo that cannot be shown costs its slot and nothing else") {
    Studio studio(photo_layer(1, kBox) +
                  photo_layer(2, "x = 10\ny = 60\nwidth = 60\nheight = 40\n") +
                  photo_layer(3, "x = 10\ny = 105\nwidth = 60\nheight = 40\n"));
    const Bytes whole = to_jpeg(marked_picture(900, 600));
    const auto cut = studio.files().write("cut.jpg", std::span(whole).first(whole.size() / 2));
    const cv::Mat sheet =
        studio.print({cut, studio.photo("b.jpg", marked_picture(900, 600)), "/nowhere/c.jpg"});
    CHECK(is_near(sheet, at_mm(40, 30), kPlaceholder));
    CHECK(is_near(sheet, at_mm(12, 62), kRed));
    CHECK(is_near(sheet, at_mm(40, 125), kPlaceholder));
    REQUIRE(studio.sheet.warnings.size() == 2);
    CHECK(studio.sheet.warnings[0].find(
              "shot 1 cannot be shown, a placeholder stands in its slot: ") == 0);
    CHECK(studio.sheet.warnings[1].find("shot 3 cannot be shown") == 0);
  }

  TEST_CASE("what cannot be done is refused with words") {
    Studio studio(photo_layer(1, kBox));
    const auto photo = studio.photo("a.jpg", marked_picture(90, 60));
    CHECK(render_files(studio.folder(), {photo, photo}, {}, kDnp).error().code == Errc::BadInput);
    CHECK(render_files(studio.folder(), {photo}, {}, {"6x8", 1844, 2436, 300, 0}).error().code ==
          Errc::Unsupported);
    CHECK(render_files(studio.folder() + "x", {photo}, {}, kDnp).error().code == Errc::NotFound);
  }
}

}  // namespace booth::compose
