#include <zlib.h>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/api/rate_limit.hpp"
#include "tests/support/api_rig.hpp"

namespace booth::testing {
namespace {

namespace json = boost::json;

std::string unpacked(const std::string& packed) {
  ::z_stream stream{};
  REQUIRE(::inflateInit2(&stream, MAX_WBITS + 16) == Z_OK);
  std::string text(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  CHECK(::inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  ::inflateEnd(&stream);
  return text;
}

}  // namespace

TEST_SUITE("api/shape_answer") {
  TEST_CASE("fields leaves only what was asked for, of a thing and of each item of a page") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) { booth.add_session(); });
    const auto status = json::parse(rig.ask("GET", "/v1/status?fields=level,event").body);
    CHECK(status.as_object().size() == 2);
    CHECK(status.at("event").at("slug").as_string() == "anna-und-ben");
    const auto page = json::parse(rig.ask("GET", "/v1/sessions?limit=5&fields=id,nosuch").body);
    CHECK(page.as_object().contains("next"));
    CHECK(page.at("items").at(0).as_object().size() == 1);
    for (const char* bad : {"", "id,,state", "a%20b", "ID"}) {
      CAPTURE(bad);
      CHECK(rig.ask("GET", std::string("/v1/status?fields=") + bad).status == 400);
    }
    CHECK(rig.ask("POST", "/v1/shots?fields=id").status != 400);
    const auto refused = json::parse(rig.ask("GET", "/v1/sessions/x?fields=id").body);
    CHECK(refused.as_object().contains("detail"));
  }

  TEST_CASE("gzip only for those who can read it, and only what is worth it") {
    ApiRig rig;
    const auto plain = rig.ask("GET", "/v1/openapi.yaml");
    const auto packed = rig.ask("GET", "/v1/openapi.yaml", "", "Accept-Encoding: br, gzip\r\n");
    CHECK(plain.field("Content-Encoding") == "");
    CHECK(packed.field("Content-Encoding") == "gzip");
    CHECK(packed.field("Vary") == "Accept-Encoding");
    CHECK(packed.body.size() * 3 < plain.body.size());
    CHECK(unpacked(packed.body) == plain.body);
    for (const char* no : {"gzip;q=0", "br", "identity", "xgzip"}) {
      CAPTURE(no);
      const auto answer =
          rig.ask("GET", "/v1/openapi.yaml", "", "Accept-Encoding: " + std::string(no) + "\r\n");
      CHECK(answer.field("Content-Encoding") == "");
    }
    CHECK(rig.ask("GET", "/v1/templates", "", "Accept-Encoding: gzip\r\n")
              .field("Content-Encoding") == "");
  }

  TEST_CASE("a repeated request is answered the same, compressed or not") {
    ApiRig rig;
    const std::string key = "Idempotency-Key: a\r\n";
    const auto first = rig.ask("POST", "/v1/shots", "", key + "Accept-Encoding: gzip\r\n");
    const auto again = rig.ask("POST", "/v1/shots", "", key);
    CHECK(again.field("Idempotent-Replay") == "true");
    CHECK(json::parse(again.body).as_object().contains("shot"));
    CHECK(first.status == again.status);
  }
}

TEST_SUITE("api/rate_limit") {
  TEST_CASE("so many at once, so many a second, and full again after a rest") {
    using namespace std::chrono_literals;
    api::RateLimit limit(10, 20);
    const auto begin = SteadyTime() + 1h;
    int passed = 0;
    for (int i = 0; i < 100; ++i) passed += limit.take(begin) ? 1 : 0;
    CHECK(passed == 20);
    CHECK_FALSE(limit.take(begin + 50ms));
    CHECK(limit.take(begin + 151ms));
    passed = 0;
    for (int i = 0; i < 100; ++i) passed += limit.take(begin + 1h) ? 1 : 0;
    CHECK(passed == 20);
  }

  TEST_CASE("a client that went wild is told to slow down, and others are not kept out for long") {
    api::ApiOptions options;
    options.local_requests_per_s = 1;
    ApiRig rig(options);
    int refused = 0;
    for (int i = 0; i < 50; ++i) {
      const auto answer = rig.ask("GET", "/v1/status");
      if (answer.status == 429) {
        ++refused;
        CHECK(answer.field("Retry-After") == "1");
      }
    }
    CHECK(refused > 0);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    int status = 0;
    while (status != 200 && std::chrono::steady_clock::now() < deadline)
      status = rig.ask("GET", "/v1/status").status;
    CHECK(status == 200);
  }
}

}  // namespace booth::testing
