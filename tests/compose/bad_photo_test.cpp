#include <random>
#include <span>
#include <string>

#include <doctest/doctest.h>

#include "daemon/compose/decode_photo.hpp"
#include "tests/compose/photo_bytes.hpp"

namespace booth::compose {
namespace {

constexpr PixelSize kWhole{640, 480};

}  // namespace

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

  TEST_CASE("what cameras write carelessly is shown, and told") {
    Bytes careless = to_jpeg(marked_picture(640, 480));
    for (std::size_t at = 0; at + 13 < careless.size(); ++at)
      if (careless[at] == std::byte{0xFF} && careless[at + 1] == std::byte{0xDA}) {
        careless[at + 12] =
            std::byte{0};  // the last coefficient of the scan, always 63 in a sequential JPEG
        break;
      }
    const auto photo = decode_photo(careless, kWhole, {});
    REQUIRE(photo.has_value());
    CHECK(mean_difference(photo->pixels, marked_picture(640, 480)) < 3);
    REQUIRE(photo->warnings.size() == 1);
    CHECK(photo->warnings[0].find("Invalid SOS parameters") != std::string::npos);
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
