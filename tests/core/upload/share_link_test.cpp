#include "daemon/core/upload/share_link.hpp"

#include <doctest/doctest.h>

namespace booth {

TEST_SUITE("core/upload/share_link") {
  TEST_CASE("an id is 22 letters of an object key and carries all 128 bits") {
    std::array<std::uint8_t, 16> random{};
    CHECK(share_id(random) == "AAAAAAAAAAAAAAAAAAAAAA");
    random.fill(0xFF);
    CHECK(share_id(random) == "_____________________w");
    for (std::size_t byte = 0; byte < 16; ++byte)
      for (int bit = 0; bit < 8; ++bit) {
        auto other = random;
        other[byte] = static_cast<std::uint8_t>(other[byte] ^ (1 << bit));
        CHECK(share_id(other) != share_id(random));
      }
  }

  TEST_CASE("the address is known before anything is uploaded") {
    const auto page = share_page_key("0123456789abcdef0123456789abcdef");
    CHECK(page == "share/0123456789ab.html");
    CHECK(share_url("https://p.example", page, "id") ==
          "https://p.example/share/0123456789ab.html#id");
    CHECK(share_url("https://p.example/t/", page, "id") ==
          "https://p.example/t/share/0123456789ab.html#id");
  }
}

}  // namespace booth
