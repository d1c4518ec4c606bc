#include "daemon/core/backoff.hpp"

#include <doctest/doctest.h>

namespace booth {
using namespace std::chrono_literals;

TEST_SUITE("core/backoff") {
  TEST_CASE("the delay doubles and stays under its ceiling") {
    CHECK(doubling_delay(1, 2s, 5min) == 2s);
    CHECK(doubling_delay(2, 2s, 5min) == 4s);
    CHECK(doubling_delay(8, 2s, 5min) == 256s);
    CHECK(doubling_delay(9, 2s, 5min) == 5min);
    CHECK(doubling_delay(2'000'000'000, 2s, 5min) == 5min);
  }

  TEST_CASE("a nonsensical attempt count is taken as the first") {
    CHECK(doubling_delay(0, 2s, 5min) == 2s);
    CHECK(doubling_delay(-5, 2s, 5min) == 2s);
  }

  TEST_CASE("full jitter reaches from zero to just under the ceiling") {
    CHECK(full_jitter(10s, 0) == 0ms);
    CHECK(full_jitter(10s, 0x80000000U) == 5s);
    CHECK(full_jitter(10s, 0xFFFFFFFFU) == 9999ms);
    CHECK(full_jitter(-1s, 0xFFFFFFFFU) == 0ms);
  }
}

}  // namespace booth
