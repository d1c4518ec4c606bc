#include "daemon/core/ids.hpp"

#include <doctest/doctest.h>

namespace booth {

TEST_SUITE("core/ids") {
  TEST_CASE("a UUIDv7 has its version, variant and time in place") {
    std::array<std::uint8_t, 10> random{};
    random.fill(0xFF);
    const auto text = uuid_v7(UtcTime{std::chrono::milliseconds{0x0123456789AB}}, random);
    CHECK(text == "01234567-89ab-7fff-bfff-ffffffffffff");
    CHECK(is_uuid(text));
  }

  TEST_CASE("ids made later sort after ids made earlier") {
    std::array<std::uint8_t, 10> random{};
    random.fill(0xFF);
    const auto earlier = uuid_v7(UtcTime{std::chrono::milliseconds{1000}}, random);
    random.fill(0);
    CHECK(earlier < uuid_v7(UtcTime{std::chrono::milliseconds{1001}}, random));
  }

  TEST_CASE("only lower-case canonical text is an id") {
    CHECK(SessionId::parse("01234567-89ab-7fff-bfff-ffffffffffff").has_value());
    for (const char* text :
         {"", "x", "01234567-89AB-7fff-bfff-ffffffffffff", "01234567089ab-7fff-bfff-ffffffffffff",
          "../../../../../../../../../etc/passwd0"}) {
      CAPTURE(text);
      REQUIRE(SessionId::parse(text).has_error());
      CHECK(SessionId::parse(text).error().code == Errc::BadInput);
    }
  }
}

}  // namespace booth
