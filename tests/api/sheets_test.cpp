#include <fstream>

#include <doctest/doctest.h>

#include "tests/support/api_rig.hpp"

namespace booth::testing {
namespace {

const std::string kSheet = "/v1/sheets/019aa9d0-1111-7000-8000-000000000001.jpg";

/// A sheet larger than one read, in which every place looks different.
std::string store_sheet(ApiRig& rig) {
  std::string bytes;
  for (int i = 0; bytes.size() < 700'000; ++i) bytes += std::to_string(i) + ',';
  const auto path = (rig.folder() / "sheet.jpg").string();
  std::ofstream(path, std::ios::binary) << bytes;
  rig.with_booth([&path](FakeBooth& booth) { booth.sheet_path = path; });
  return bytes;
}

}  // namespace

TEST_SUITE("api/file_answer") {
  TEST_CASE("a sheet comes whole, byte by byte, and is named by its id") {
    ApiRig rig;
    const auto bytes = store_sheet(rig);
    const auto answer = rig.ask("GET", kSheet);
    CHECK(answer.status == 200);
    CHECK(answer.field("Content-Type") == "image/jpeg");
    CHECK(answer.field("ETag") == "\"019aa9d0-1111-7000-8000-000000000001\"");
    CHECK(answer.body == bytes);
    CHECK(rig.ask("HEAD", kSheet).field("Content-Length") == std::to_string(bytes.size()));
  }

  TEST_CASE("who has the sheet already is told so") {
    ApiRig rig;
    store_sheet(rig);
    CHECK(rig.ask("GET", kSheet, "", "If-None-Match: \"019aa9d0-1111-7000-8000-000000000001\"\r\n")
              .status == 304);
    CHECK(rig.ask("GET", kSheet, "", "If-None-Match: \"other\"\r\n").status == 200);
  }

  TEST_CASE("one range of a sheet is served, an impossible one refused, an odd one ignored") {
    struct Case {
      const char* range;
      int status;
      std::size_t first;
      std::size_t size;
    };
    ApiRig rig;
    const auto bytes = store_sheet(rig);
    const auto all = bytes.size();
    const Case cases[] = {
        {"bytes=0-9", 206, 0, 10},
        {"bytes=300000-300009", 206, 300000, 10},
        {"bytes=699990-", 206, 699990, all - 699990},
        {"bytes=-5", 206, all - 5, 5},
        {"bytes=0-99999999", 206, 0, all},
        {"bytes=-99999999", 206, 0, all},
        {"bytes=0-1,5-6", 200, 0, all},
        {"lines=0-1", 200, 0, all},
        {"bytes=9-2", 200, 0, all},
        {"bytes=x-2", 200, 0, all},
    };
    for (const auto& one : cases) {
      CAPTURE(one.range);
      const auto answer = rig.ask("GET", kSheet, "", std::string("Range: ") + one.range + "\r\n");
      CHECK(answer.status == one.status);
      CHECK(answer.body == bytes.substr(one.first, one.size));
    }
    const auto beyond = rig.ask("GET", kSheet, "", "Range: bytes=99999999-\r\n");
    CHECK(beyond.status == 416);
    CHECK(beyond.field("Content-Range") == "bytes */" + std::to_string(all));
    CHECK(rig.ask("GET", kSheet, "", "Range: bytes=0-9\r\nIf-Range: \"other\"\r\n").status == 200);
  }

  TEST_CASE("a small copy is named by its size, too, and knows tags and ranges") {
    ApiRig rig;
    const auto bytes = store_sheet(rig);
    const std::string shot = "/v1/shots/019aa9d0-1111-7000-8000-000000000001.jpg";
    CHECK(rig.ask("GET", shot).body == bytes);
    const auto small = rig.ask("GET", shot + "?longest_px=320");
    CHECK(small.status == 200);
    CHECK(small.body.size() == 320);
    CHECK(small.field("ETag") == "\"019aa9d0-1111-7000-8000-000000000001-320\"");
    CHECK(rig.ask("GET", shot + "?longest_px=320", "",
                  "If-None-Match: " + small.field("ETag") + "\r\n")
              .status == 304);
    const auto part = rig.ask("GET", kSheet + "?longest_px=320", "", "Range: bytes=10-19\r\n");
    CHECK(part.status == 206);
    CHECK(part.body.size() == 10);
    CHECK(part.field("Content-Range") == "bytes 10-19/320");
    for (const auto* odd : {"0", "31", "2049", "-5", "big", "99999999999999999999"}) {
      CAPTURE(odd);
      CHECK(rig.ask("GET", shot + "?longest_px=" + odd).status == 400);
    }
    CHECK(rig.ask("GET", shot + "?longest=320").status == 400);
  }

  TEST_CASE("a sheet whose file is lost is a 404 and not a crash") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) { booth.sheet_path = "/nonexistent/sheet.jpg"; });
    CHECK(rig.ask("GET", kSheet).status == 404);
    CHECK(rig.ask("GET", "/v1/status").status == 200);
  }
}

}  // namespace booth::testing
