#include "sync/tus/tus_headers.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"

namespace booth {

TEST_SUITE("sync/tus/tus_headers") {
  TEST_CASE("locations of every form, and those that lead away") {
    const std::string base = "https://cloud.example:8443/api/files";
    CHECK(tus::resolve(base, "/files/1") == "https://cloud.example:8443/files/1");
    CHECK(tus::resolve(base, "//cloud.example:8443/f") == "https://cloud.example:8443/f");
    CHECK(tus::resolve(base, "files/1") == "https://cloud.example:8443/api/files/1");
    CHECK(tus::resolve(base, "https://cloud.example:8443/x?y=1") ==
          "https://cloud.example:8443/x?y=1");
    for (const auto* away :
         {"", "//other/f", "http://cloud.example:8443/f", "https://cloud.example:8443@evil/f",
          "https://cloud.example/f", "/a b", "/a\r\nX: y"}) {
      CAPTURE(away);
      CHECK(tus::resolve(base, away).empty());
    }
  }

  TEST_CASE("offsets, metadata and lists") {
    CHECK(tus::checksum(sha256_hex("")) == "sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    CHECK(tus::parse_offset("123") == 123);
    for (const auto* bad : {"", "-1", "1a", " 1", "99999999999999999999", "0x10"})
      CHECK_FALSE(tus::parse_offset(bad).has_value());
    CHECK(tus::metadata({{"filename", "a.jpg"}, {"empty", ""}}) == "filename YS5qcGc=,empty ");
    CHECK(tus::lists("1.0.0, 0.2.2", "0.2.2"));
    CHECK_FALSE(tus::lists("1.0.01", "1.0.0"));
    CHECK_FALSE(tus::lists("", "1.0.0"));
  }
}

}  // namespace booth
