#include "daemon/core/capture/jpeg_bounds.hpp"

#include <doctest/doctest.h>

#include <string>

namespace booth {
namespace {

bool looks_whole(const std::string& text) {
  return has_jpeg_bounds(std::as_bytes(std::span(text)));
}

}  // namespace

TEST_SUITE("core/capture/jpeg_bounds") {
  TEST_CASE("start and end marker make a JPEG, zero padding does not unmake it") {
    CHECK(looks_whole("\xFF\xD8\xFF\xE0 picture \xFF\xD9"));
    CHECK(looks_whole(std::string("\xFF\xD8\xFF\xE0 picture \xFF\xD9") + std::string(7, '\0')));
  }

  TEST_CASE("nothing, a piece, something else or a cut file is no JPEG") {
    for (const auto& text : {std::string(), std::string("\xFF\xD8\xFF"), std::string(64, '\0'),
                             std::string("\xFF\xD8\xFF\xE0 cut"), std::string("picture \xFF\xD9"),
                             std::string("GIF89a \xFF\xD9"), std::string("\xFF\xD9")}) {
      CAPTURE(text);
      CHECK_FALSE(looks_whole(text));
    }
  }
}

}  // namespace booth
