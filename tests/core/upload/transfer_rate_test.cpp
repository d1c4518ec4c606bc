#include "daemon/core/upload/transfer_rate.hpp"

#include <doctest/doctest.h>

namespace booth {

using namespace std::chrono_literals;

TEST_SUITE("core/upload/transfer_rate") {
  TEST_CASE("a steady stream is measured right, and a silence forgets it") {
    TransferRate rate;
    SteadyTime now{};
    for (int i = 0; i < 600; ++i) rate = after_transfer(rate, 100'000, now += 1s);
    CHECK(rate_at(rate, now) == doctest::Approx(100'000).epsilon(0.02));
    CHECK(rate_at(rate, now + 10min) < 100);
  }

  TEST_CASE("there is no estimate while nothing moves") {
    CHECK_FALSE(time_left(1'000'000, 0).has_value());
    CHECK_FALSE(time_left(1'000'000, 50).has_value());
    CHECK(time_left(1'000'000, 250'000) == 4s);
    CHECK(time_left(0, 250'000) == 0s);
  }
}

}  // namespace booth
