#include <algorithm>
#include <vector>

#include <doctest/doctest.h>
#include <turbojpeg.h>

#include "drivers/virtual_camera/bit_strip.hpp"
#include "drivers/virtual_camera/drawn_photo_source.hpp"
#include "drivers/virtual_camera/folder_photo_source.hpp"
#include "drivers/virtual_camera/jpeg_encoder.hpp"
#include "tests/drivers/virtual_camera/decode_grey.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/drivers/virtual_camera/wait_for_photo.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

DrawnPictures small_pictures() {
  DrawnPictures pictures;
  pictures.photo = PixelSize{600, 400};
  pictures.frame = PixelSize{512, 340};
  pictures.label.serial = "4711";
  return pictures;
}

PictureIdentity identity_of(std::uint32_t shot, std::uint64_t frame) {
  return PictureIdentity{shot, frame,
                         Moment{SteadyTime{} + std::chrono::microseconds(1234567),
                                UtcTime{} + std::chrono::milliseconds(1'700'000'000'000)}};
}

}  // namespace

TEST_SUITE("drivers/virtual_camera/pictures") {
  TEST_CASE("a bit strip is read back, and a damaged one is refused") {
    const PixelSize size{480, 320};
    std::vector<unsigned char> bgrx(480 * 320 * 4);
    for (const BitStripContent content :
         {BitStripContent{true, 1}, BitStripContent{false, 0x7FFFFFFF},
          BitStripContent{false, 0}}) {
      draw_bit_strip(bgrx.data(), size, 480 * 4, content);
      std::vector<unsigned char> luma(480 * 320);
      for (std::size_t i = 0; i < luma.size(); ++i) luma[i] = bgrx[4 * i];
      CHECK(read_bit_strip(luma.data(), size) == content);
      std::fill(luma.end() - 480 * 10, luma.end() - 480 * 10 + 480, std::uint8_t{0});
      std::fill(luma.end() - 480 * 6, luma.end() - 480 * 4, std::uint8_t{0});
      CHECK_FALSE(read_bit_strip(luma.data(), size).has_value());
    }
  }

  TEST_CASE("a drawn photo says who it is in its pixels, its comment and its EXIF") {
    DrawnPhotoSource source(small_pictures());
    const Photo photo = wait_for_photo(source, identity_of(7, 40));
    CHECK(photo.size == PixelSize{600, 400});
    const GreyPicture grey = decode_grey(*photo.jpeg);
    CHECK(grey.size == PixelSize{600, 400});
    CHECK(read_bit_strip(grey.pixels.data(), grey.size) == BitStripContent{true, 7});
    CHECK(find_comment(*photo.jpeg) ==
          "booth-virtual-camera photo shot=7 frame=40 steady_us=1234567 utc_ms=1700000000000");
    const std::string text(reinterpret_cast<const char*>(photo.jpeg->data()), 600);
    CHECK(text.find("Exif") != std::string::npos);
    CHECK(text.find("2023:11:14 22:13:20") != std::string::npos);
    CHECK(text.find("4711") != std::string::npos);
    CHECK(decode_grey(*photo.thumbnail).size == PixelSize{160, 106});
  }

  TEST_CASE("a live-view frame carries its number, and photos of different shots differ") {
    DrawnPhotoSource source(small_pictures());
    const Bytes frame = source.live_frame(identity_of(2, 99));
    const GreyPicture grey = decode_grey(frame);
    CHECK(read_bit_strip(grey.pixels.data(), grey.size) == BitStripContent{false, 99});
    CHECK(find_comment(frame)->find("frame shot=2 frame=99 ") != std::string::npos);
    const GreyPicture one = decode_grey(*wait_for_photo(source, identity_of(1, 0)).jpeg);
    const GreyPicture two = decode_grey(*wait_for_photo(source, identity_of(2, 0)).jpeg);
    CHECK(one.pixels != two.pixels);
  }

  TEST_CASE("files of a folder are served byte for byte, in order, and again from the start") {
    const testing::TemporaryFolder folder;
    DrawnPhotoSource drawn(small_pictures());
    std::vector<Bytes> written;
    for (const char* name : {"b.JPG", "a.jpeg"}) {
      written.push_back(
          *wait_for_photo(drawn, identity_of(static_cast<std::uint32_t>(written.size() + 1), 0))
               .jpeg);
      write_file(folder.path() / name, written.back());
    }
    write_file(folder.path() / "notes.txt", written.back());
    auto files = FolderPhotoSource::list_photos(folder.path().string());
    REQUIRE(files.has_value());
    REQUIRE(files->size() == 2);
    FolderPhotoSource source(*files, small_pictures());
    CHECK(*wait_for_photo(source, identity_of(1, 0)).jpeg == written[1]);
    CHECK(*wait_for_photo(source, identity_of(2, 0)).jpeg == written[0]);
    const Photo again = wait_for_photo(source, identity_of(3, 0));
    CHECK(*again.jpeg == written[1]);
    CHECK(again.size == PixelSize{600, 400});
    CHECK(decode_grey(*again.thumbnail).size.width <= 160);
  }

  TEST_CASE("a folder without photos, or none at all, is refused by name") {
    const testing::TemporaryFolder folder;
    const auto empty = FolderPhotoSource::list_photos(folder.path().string());
    REQUIRE_FALSE(empty.has_value());
    CHECK(empty.error().context.find(folder.path().string()) != std::string::npos);
    CHECK_FALSE(FolderPhotoSource::list_photos((folder.path() / "missing").string()).has_value());
  }

  TEST_CASE("what is no JPEG has no size, no small picture and no comment") {
    const Bytes garbage(100, std::byte{0x41});
    CHECK(jpeg_size(garbage) == PixelSize{});
    CHECK(shrink_jpeg(garbage, 160).empty());
    CHECK_FALSE(find_comment(garbage).has_value());
    CHECK_FALSE(find_comment(Bytes{}).has_value());
  }
}
