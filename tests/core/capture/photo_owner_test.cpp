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

std::string jpeg_with(const std::string& tiff) {
  const auto length = static_cast<unsigned>(2 + 6 + tiff.size());
  return std::string("\xFF\xD8\xFF\xE1") + static_cast<char>(length >> 8) +
         static_cast<char>(length & 0xFF) + std::string("Exif\0\0", 6) + tiff;
}

constexpr auto kMorning = "2026:11:22 05:38:30";

/// A JPEG's start with nothing but DateTimeOriginal in its EXIF.
std::string jpeg_with_time(const std::string& time) {
  return jpeg_with("II" + u16(42) + u32(8) + u16(1) + entry(0x8769, 4, 1, 26) + u32(0) + u16(1) +
                   entry(0x9003, 2, 20, 44) + u32(0) + time);
}

/// With SubSecTimeOriginal beside it, in place or behind, as its length asks for.
std::string jpeg_with_fraction(const std::string& digits) {
  const auto size = static_cast<unsigned>(digits.size());
  auto in_place = digits;
  in_place.resize(4);
  const auto fraction =
      size > 4 ? entry(0x9291, 2, size, 75) : u16(0x9291) + u16(2) + u32(size) + in_place;
  return jpeg_with("II" + u16(42) + u32(8) + u16(1) + entry(0x8769, 4, 1, 26) + u32(0) + u16(2) +
                   entry(0x9003, 2, 19, 56) + fraction + u32(0) + kMorning + digits);
}

std::optional<milliseconds> fraction_of(const std::string& digits) {
  const auto photo = jpeg_with_fraction(digits);
  const auto exposed = exif_exposed_at(std::as_bytes(std::span(photo)));
  if (!exposed) return std::nullopt;
  return *exposed - std::chrono::floor<std::chrono::seconds>(*exposed);
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
    const auto time = time_of(jpeg_with_time(kMorning));
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

  TEST_CASE("the fraction of the second is the middle of what its digits leave open") {
    CHECK(fraction_of("07") == milliseconds(75));
    CHECK(fraction_of(std::string("07\0", 3)) == milliseconds(75));
    CHECK(fraction_of("9") == milliseconds(950));
    CHECK(fraction_of("123") == milliseconds(123));
    CHECK(fraction_of("123456") == milliseconds(123));
    CHECK(fraction_of("5   ") == milliseconds(550));
  }

  TEST_CASE("a fraction that is none is not read") {
    for (const char* digits : {"", "   ", "x7", "-1", "0x", "123456789"}) {
      CAPTURE(digits);
      CHECK_FALSE(fraction_of(digits).has_value());
    }
    const auto whole_seconds = jpeg_with_time(kMorning);
    CHECK_FALSE(exif_exposed_at(std::as_bytes(std::span(whole_seconds))).has_value());
  }

  TEST_CASE("cut or scrambled at any byte, it is read or refused, never read beyond its end") {
    const auto whole = jpeg_with_fraction("123456");
    int readable = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // A copy of its exact size, so that the address sanitizer sees one byte too many.
      const std::vector<std::byte> cut(
          std::as_bytes(std::span(whole)).begin(),
          std::as_bytes(std::span(whole)).begin() + static_cast<long>(size));
      readable += exif_exposed_at(cut).has_value() ? 1 : 0;
    }
    CHECK(readable == 0);
    CHECK(exif_exposed_at(std::as_bytes(std::span(whole))).has_value());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      auto scrambled = whole;
      scrambled[i] = '\xFF';
      (void)exif_exposed_at(std::as_bytes(std::span(scrambled)));
    }
  }
}

}  // namespace booth
