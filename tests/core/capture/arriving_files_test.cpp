#include "daemon/core/capture/arriving_files.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using std::chrono::milliseconds;

const SteadyTime kStart{};
SteadyTime at(int ms) {
  return kStart + milliseconds(ms);
}

}  // namespace

TEST_SUITE("core/capture/arriving_files") {
  TEST_CASE("a renamed file is whole at once") {
    ArrivingFiles files(milliseconds(1000));
    files.renamed_in("a.jpg", at(0));
    CHECK(files.next_due() == at(0));
    const auto whole = files.take_whole(at(0));
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].name == "a.jpg");
    CHECK_FALSE(files.next_due().has_value());
  }

  TEST_CASE("a written file is whole when nobody touched it for the quiet time") {
    ArrivingFiles files(milliseconds(1000));
    files.touched("a.jpg", at(0));
    files.touched("a.jpg", at(900));
    CHECK(files.take_whole(at(1800)).empty());
    const auto whole = files.take_whole(at(1900));
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].first_seen == at(0));
    CHECK(files.take_whole(at(9999)).empty());
  }

  TEST_CASE("a file that is gone never arrives, and one renamed while it is written is whole") {
    ArrivingFiles files(milliseconds(1000));
    files.touched("a.jpg", at(0));
    files.gone("a.jpg");
    files.touched("b.jpg", at(0));
    files.renamed_in("b.jpg", at(10));
    const auto whole = files.take_whole(at(10));
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].name == "b.jpg");
    CHECK(files.take_whole(at(9999)).empty());
  }

  TEST_CASE("several files come out in the order they appeared") {
    ArrivingFiles files(milliseconds(10));
    files.touched("z.jpg", at(0));
    files.touched("a.jpg", at(1));
    const auto whole = files.take_whole(at(100));
    REQUIRE(whole.size() == 2);
    CHECK(whole[0].name == "z.jpg");
    CHECK(whole[1].name == "a.jpg");
  }

  TEST_CASE("only names of photos count") {
    CHECK(is_photo_name("IMG_0001.JPG"));
    CHECK(is_photo_name("x.jpeg"));
    for (const char* name : {"", ".x.jpg", "x.jpg.part", "x.tmp", "x.cr2", "jpg", "../x.jpg"}) {
      CAPTURE(std::string(name));
      CHECK_FALSE(is_photo_name(name));
    }
  }
}

}  // namespace booth
