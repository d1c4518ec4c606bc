#include "daemon/compose/small_pictures.hpp"

#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "daemon/compose/jpeg_file.hpp"
#include "daemon/compose/qr_modules.hpp"
#include "tests/compose/photo_bytes.hpp"
#include "tests/support/must.hpp"

namespace booth::compose {
namespace {

PixelSize size_of_jpeg(const Bytes& jpeg) {
  return must(read_jpeg_header(jpeg, {})).size;
}

}  // namespace

TEST_SUITE("compose/small_pictures") {
  TEST_CASE("a photo is made small and upright, and says nothing about its camera any more") {
    const TemporaryFolder folder;
    const auto turned = with_exif_orientation(to_jpeg(marked_picture(1200, 800)), 6);
    const auto path = folder.write("a.jpg", turned);
    SmallPictures small(1'000'000);
    const auto jpeg = must(small.of(path, 300));
    CHECK(size_of_jpeg(jpeg).width == 200);
    CHECK(size_of_jpeg(jpeg).height == 300);
    CHECK(must(read_jpeg_header(jpeg, {})).exif_orientation == 1);
    CHECK(jpeg.size() < turned.size() / 4);
  }

  TEST_CASE("a small photo stays as it is") {
    const TemporaryFolder folder;
    const auto path = folder.write("a.jpg", to_jpeg(marked_picture(120, 80)));
    SmallPictures small(1'000'000);
    CHECK(size_of_jpeg(must(small.of(path, 300))).width == 120);
  }

  TEST_CASE("it is made once, and never told when the photo is gone") {
    const TemporaryFolder folder;
    const auto path = folder.write("a.jpg", to_jpeg(marked_picture(600, 400)));
    SmallPictures small(1'000'000);
    const auto first = must(small.of(path, 100));
    // Were it made again, it would show the other photo.
    folder.write("a.jpg", to_jpeg(cv::Mat(400, 600, CV_8UC3, cv::Scalar(0, 0, 0))));
    CHECK(must(small.of(path, 100)) == first);
    CHECK(must(small.of(path, 90)) != first);
    std::filesystem::remove(path);
    CHECK(small.of(path, 100).error().code == Errc::NotFound);
    folder.write("a.jpg", to_jpeg(marked_picture(60, 40)));
    CHECK(size_of_jpeg(must(small.of(path, 100))).width == 60);
  }

  TEST_CASE("what has not been looked at for the longest time is forgotten first") {
    const TemporaryFolder folder;
    const auto black = to_jpeg(cv::Mat(400, 600, CV_8UC3, cv::Scalar(0, 0, 0)));
    const auto bright = to_jpeg(marked_picture(600, 400));
    const auto one = must(SmallPictures(1'000'000).of(folder.write("x.jpg", bright), 200)).size();
    SmallPictures small(2 * one + one / 2);
    for (const auto* name : {"a.jpg", "b.jpg"}) must(small.of(folder.write(name, bright), 200));
    const auto kept = must(small.of(folder.path() + "/a.jpg", 200));
    must(small.of(folder.write("c.jpg", bright), 200));
    folder.write("a.jpg", black);
    folder.write("b.jpg", black);
    CHECK(must(small.of(folder.path() + "/a.jpg", 200)) == kept);
    CHECK(must(small.of(folder.path() + "/b.jpg", 200)) != kept);
  }

  TEST_CASE("what is no photo is an error that names the file") {
    const TemporaryFolder folder;
    SmallPictures small(1'000'000);
    const auto broken = small.of(folder.write("broken.jpg", std::string("no photo")), 100);
    REQUIRE(broken.has_error());
    CHECK(broken.error().context.find("broken.jpg") != std::string::npos);
  }
}

TEST_SUITE("compose/qr_modules") {
  TEST_CASE("a link becomes a square with its three corners") {
    const auto code = must(qr_modules("https://photos.example/s/#k7f3a"));
    REQUIRE(code.rows.size() >= 21);
    const auto side = code.rows.size();
    for (const auto& row : code.rows) CHECK(row.size() == side);
    CHECK(code.rows[0].substr(0, 8) == "11111110");
    CHECK(code.rows[0].substr(side - 8) == "01111111");
    CHECK(code.rows[side - 1].substr(0, 8) == "11111110");
  }

  TEST_CASE("nothing, and more than any code holds, are refused") {
    CHECK(qr_modules("").error().code == Errc::BadInput);
    CHECK(qr_modules(std::string(4000, 'x')).error().code == Errc::BadInput);
  }
}

}  // namespace booth::compose
