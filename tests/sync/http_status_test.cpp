#include "sync/http_status.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;

HttpAnswer busy(const std::string& retry_after, const std::string& date = "") {
  HttpAnswer answer;
  answer.status = 503;
  if (!retry_after.empty()) answer.headers.push_back({"retry-after", retry_after});
  if (!date.empty()) answer.headers.push_back({"date", date});
  return answer;
}

}  // namespace

TEST_SUITE("sync/http_status") {
  TEST_CASE("Retry-After in seconds, or as a date that counts from the answer's own Date") {
    const std::string noon = "Sun, 22 Nov 2026 12:00:00 GMT";
    CHECK(retry_after(busy("7")) == 7s);
    CHECK(retry_after(busy("0")) == 0s);
    CHECK(retry_after(busy("Sun, 22 Nov 2026 12:02:00 GMT", noon)) == 2min);
    CHECK(retry_after(busy("Sun, 22 Nov 2026 11:00:00 GMT", noon)) == 0s);
    CHECK_FALSE(retry_after(busy("")).has_value());
    CHECK_FALSE(retry_after(busy("soon")).has_value());
    CHECK_FALSE(retry_after(busy("7 or so")).has_value());
    // Our own clock may be wrong: without the server's nothing is known.
    CHECK_FALSE(retry_after(busy("Sun, 22 Nov 2026 12:02:00 GMT")).has_value());
  }

  TEST_CASE("a wish beyond reason is bounded") {
    CHECK(retry_after(busy("-5")) == 0s);
    CHECK(retry_after(busy("9223372036854775807")) == 365 * 24h);
    CHECK_FALSE(retry_after(busy("99999999999999999999")).has_value());
  }

  TEST_CASE("the server's clock, or nothing") {
    CHECK(server_time(busy("", "Thu, 01 Jan 1970 00:01:00 GMT")) == UtcTime(60s));
    CHECK_FALSE(server_time(busy("", "half past ten")).has_value());
    CHECK_FALSE(server_time(busy("")).has_value());
  }
}

}  // namespace booth
