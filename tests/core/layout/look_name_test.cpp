#include "daemon/core/layout/look_name.hpp"

#include <doctest/doctest.h>

namespace booth {

TEST_SUITE("core/layout/look_name") {
  TEST_CASE("built-in looks and .cube files are looks, alone and joined") {
    for (const auto name : built_in_looks()) {
      CAPTURE(name);
      CHECK(is_look(name));
    }
    for (const char* names : {"smooth+warm", "film.cube", "bw+my film.cube"}) {
      CAPTURE(names);
      CHECK(is_look(names));
    }
  }

  TEST_CASE("anything else is none, and no name leads out of the folder") {
    for (const char* names : {"", "bw+", "+bw", "bw++warm", "BW", "film.png", "../film.cube",
                              "/etc/film.cube", ".cube", ".hidden.cube"}) {
      CAPTURE(names);
      CHECK_FALSE(is_look(names));
    }
    CHECK(is_file_name("beach.jpg"));
    for (const char* name : {"", "..", "a/b.jpg", "/etc/passwd", ".hidden"}) {
      CAPTURE(name);
      CHECK_FALSE(is_file_name(name));
    }
  }
}

}  // namespace booth
