#include "daemon/core/capture/photo_owner.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/core/capture/exif_time.hpp"

namespace booth {
namespace {

using std::chrono::milliseconds;

std::string u16(unsigned value) {
  return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
}
std::string u32(unsigned value) {
  return u16(value & 0xFFFF) + u16(value >> 16);
}
std::string entry(unsigned tag, unsigned type, unsigned count, unsigned value) {
  return u16(tag) + u16(type) + u32(count) + u32(value);
}

/// A JPEG's start with nothing but DateTimeOriginal in its EXIF.
std::string jpeg_with_time(const std::string& time) {
  const std::string tiff = "II" + u16(42) + u32(8) + u16(1) + entry(0x8769, 4, 1, 26) + u32(0) +
                           u16(1) + entry(0x9003, 2, 20, 44) + u32(0) + time;
  const auto length = static_cast<unsigned>(2 + 6 + tiff.size());
  return std::string("\xFF\xD8\xFF\xE1") + static_cast<char>(length >> 8) +
         static_cast<char>(length & 0xFF) + std::string("Exif\0\0", 6) + tiff;
}

std::optional<CameraTime> time_of(const std::string& text) {
  return exif_taken_at(std::as_bytes(std::span(text)));
}

}  // namespace

TEST_SUITE("core/capture/photo_owner") {
  TEST_CASE("a photo made after we fired is ours, one made well before is not") {
    CHECK(owner_of({milliseconds{300}, false}) == PhotoOwner::ThisShot);
    CHECK(owner_of({milliseconds{-1900}, false}) == PhotoOwner::ThisShot);  // the clock's grain
    CHECK(owner_of({milliseconds{-2100}, false}) == PhotoOwner::SomebodyElse);
    CHECK(owner_of({milliseconds{-9000}, true}) == PhotoOwner::SomebodyElse);
  }

  TEST_CASE("evidence that it is ours counts even while another photo is owed") {
    CHECK(owner_of({milliseconds{300}, true}) == PhotoOwner::ThisShot);
  }

  TEST_CASE("a photo from the future is no evidence") {
    CHECK(owner_of({std::chrono::hours{24}, true}) == PhotoOwner::SomebodyElse);
    CHECK(owner_of({std::chrono::hours{24}, false}) == PhotoOwner::ThisShot);
  }

  TEST_CASE("without evidence it is ours, unless another photo may still come") {
    CHECK(owner_of({std::nullopt, false}) == PhotoOwner::ThisShot);
    CHECK(owner_of({std::nullopt, true}) == PhotoOwner::SomebodyElse);
  }
}

TEST_SUITE("core/capture/exif_time") {
  TEST_CASE("the time of taking is read") {
    const auto time = time_of(jpeg_with_time("2026:11:22 05:38:30"));
    REQUIRE(time.has_value());
    const auto day = std::chrono::local_days(std::chrono::year_month_day{
        std::chrono::year(2026), std::chrono::month(11), std::chrono::day(22)});
    CHECK(*time - day ==
          std::chrono::hours(5) + std::chrono::minutes(38) + std::chrono::seconds(30));
  }

  TEST_CASE("a time that cannot be is no time") {
    for (const char* text : {"0000:00:00 00:00:00", "2026:13:01 00:00:00", "2026:02:30 00:00:00",
                             "2026:11:22 24:00:00", "    :  :     :  :  ", "-026:11:22 05:38:30"}) {
      CAPTURE(text);
      CHECK_FALSE(time_of(jpeg_with_time(text)).has_value());
    }
  }

  TEST_CASE("cut or scrambled at any byte, it is read or refused, never read beyond its end") {
    const auto whole = jpeg_with_time("2026:11:22 05:38:30");
    int readable = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // A copy of its exact size, so that the address sanitizer sees one byte too many.
      const std::vector<std::byte> cut(
          std::as_bytes(std::span(whole)).begin(),
          std::as_bytes(std::span(whole)).begin() + static_cast<long>(size));
      readable += exif_taken_at(cut).has_value() ? 1 : 0;
    }
    CHECK(readable == 0);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      auto scrambled = whole;
      scrambled[i] = '\xFF';
      (void)time_of(scrambled);
    }
  }
}

}  // namespace booth
