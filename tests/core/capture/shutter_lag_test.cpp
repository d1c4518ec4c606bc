#include "daemon/core/capture/shutter_lag.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace booth {
namespace {

using std::chrono::milliseconds;

Result<ShutterLag> lag_of(const std::vector<int>& ms) {
  std::vector<milliseconds> lags;
  for (const int each : ms) lags.emplace_back(each);
  return shutter_lag_of(lags);
}

}  // namespace

TEST_SUITE("core/capture/shutter_lag") {
  TEST_CASE("the photo in the middle counts, so that a slow one does not") {
    const auto lag = lag_of({83, 79, 980, 81, 85});
    REQUIRE(lag.has_value());
    CHECK(lag->lag == milliseconds(83));
    CHECK(lag->shortest == milliseconds(79));
    CHECK(lag->longest == milliseconds(980));
    CHECK(lag->photos == 5);
  }

  TEST_CASE("a lag that the clocks cannot tell from none is none") {
    const auto lag = lag_of({-20, -3, -3, 4, 4});
    REQUIRE(lag.has_value());
    CHECK(lag->lag == milliseconds(0));
    CHECK(lag->shortest == milliseconds(0));
    CHECK(lag->longest == milliseconds(4));
  }

  TEST_CASE("what no camera does is not believed") {
    const std::vector<std::vector<int>> nonsense{{},
                                                 {80, 80, 80, 80},  // too few
                                                 {-900, -880, -910, -900, -890},
                                                 {-51, -51, -51, -51, -51},
                                                 {5001, 5001, 5001, 5001, 5001}};
    for (const auto& lags : nonsense) {
      const auto lag = lag_of(lags);
      REQUIRE(lag.has_error());
      CHECK(lag.error().code == Errc::Unsupported);
    }
    CHECK(lag_of({5000, 5000, 5000, 5000, 5000}).has_value());
    CHECK(lag_of({-50, -50, -50, -50, -50}).has_value());
  }

  TEST_CASE("photos that differ by what focusing takes ask for manual focus") {
    CHECK(lag_of({0, 80, 200, 330, 4000}).has_value());
    const auto lag = lag_of({0, 80, 200, 331, 4000});
    REQUIRE(lag.has_error());
    CHECK(lag.error().context.find("manual focus") != std::string::npos);
  }

  TEST_CASE("the camera's clock is turned into ours by the moment of its tick") {
    const std::chrono::local_seconds shown{std::chrono::seconds{1'000'000}};
    const ClockTick tick{SteadyTime{std::chrono::seconds{50}}, shown};
    CHECK(exposed_at(tick, shown + milliseconds(1250)) == tick.at + milliseconds(1250));
    CHECK(exposed_at(tick, shown - milliseconds(10)) == tick.at - milliseconds(10));
  }

  TEST_CASE("a photo of another age is still a time") {
    const ClockTick tick{SteadyTime{std::chrono::seconds{50}}, {}};
    const std::chrono::local_time<milliseconds> last{
        std::chrono::local_days{std::chrono::year{9999} / 12 / 31}};
    CHECK(exposed_at(tick, last) == tick.at + std::chrono::hours(1));
  }
}

}  // namespace booth
