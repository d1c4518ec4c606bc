#include "daemon/core/measure/service_level.hpp"

#include <doctest/doctest.h>

#include "daemon/core/measure/guest_step.hpp"

namespace booth {

using std::chrono::milliseconds;

TEST_SUITE("core/measure/service_level") {
  TEST_CASE("the error budget is what the objective leaves") {
    const auto none = service_level(ServiceIndicator::Session, {});
    CHECK(none.reached == 1);
    CHECK(none.budget_left == 1);
    const auto half = service_level(ServiceIndicator::Session, {199, 1});
    CHECK(half.reached == doctest::Approx(0.995));
    CHECK(half.bad_allowed == 2);
    CHECK(half.budget_left == doctest::Approx(0.5));
    CHECK(service_level(ServiceIndicator::Session, {98, 2}).budget_left == doctest::Approx(-1));
    CHECK(service_level(ServiceIndicator::Sheet, {98, 2}).budget_left == doctest::Approx(0));
  }
}

TEST_SUITE("core/measure/guest_step") {
  TEST_CASE("a duration counts in the first bucket that holds it") {
    CHECK(step_bucket(milliseconds(0)) == 0);
    CHECK(step_bucket(milliseconds(50)) == 0);
    CHECK(step_bucket(milliseconds(51)) == 1);
    CHECK(step_bucket(std::chrono::hours(20)) == kStepBoundsMs.size());
  }

  TEST_CASE("what only a jump of the clock explains counts nowhere") {
    CHECK_FALSE(step_bucket(milliseconds(-1)));
    CHECK_FALSE(step_bucket(std::chrono::days(31)));
  }

  TEST_CASE("every step has a word of its own") {
    for (std::size_t i = 0; i < kGuestSteps; ++i) {
      const auto step = static_cast<GuestStep>(i);
      CHECK(guest_step_from(to_string(step)) == step);
    }
  }
}

}  // namespace booth
