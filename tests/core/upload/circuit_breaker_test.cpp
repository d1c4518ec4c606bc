#include "daemon/core/upload/circuit_breaker.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;

const SteadyTime kStart{std::chrono::hours(1)};

Breaker overloaded_times(Breaker breaker, int times, SteadyTime now = kStart) {
  for (int i = 0; i < times; ++i) breaker = after_overload(breaker, now, {}, {}, 0);
  return breaker;
}

}  // namespace

TEST_SUITE("core/upload/circuit_breaker") {
  TEST_CASE("four overloads are forgiven, the fifth in a row opens") {
    CHECK(may_pass(overloaded_times({}, 4), kStart) == BreakerPass::Yes);
    CHECK(may_pass(overloaded_times({}, 5), kStart) == BreakerPass::No);
    const auto forgiven = overloaded_times(after_success(overloaded_times({}, 4)), 4);
    CHECK(may_pass(forgiven, kStart) == BreakerPass::Yes);
  }

  TEST_CASE("after the rest exactly one small item passes, and decides") {
    const auto open = overloaded_times({}, 5);
    const auto later = *rest_ends(open);
    CHECK(may_pass(open, later - 1ms) == BreakerPass::No);
    CHECK(may_pass(open, later) == BreakerPass::OneSmallItem);

    const auto trying = after_sending(open, later);
    CHECK(may_pass(trying, later) == BreakerPass::No);
    CHECK(may_pass(after_success(trying), later) == BreakerPass::Yes);

    const auto again = after_overload(trying, later, {}, {}, 0);
    CHECK(may_pass(again, later) == BreakerPass::No);
    CHECK(*rest_ends(again) - later == 5s);  // twice the first rest, its sure half
  }

  TEST_CASE("rests grow up to their ceiling and carry jitter in their second half") {
    Breaker breaker = overloaded_times({}, 5);
    auto now = kStart;
    for (int i = 0; i < 30; ++i) {
      now = *rest_ends(breaker);
      breaker = after_overload(after_sending(breaker, now), now, {}, {}, 0xFFFFFFFFU);
    }
    const auto rest = *rest_ends(breaker) - now;
    CHECK(rest > 19s);
    CHECK(rest <= 20s);
  }

  TEST_CASE("what the server asked for is the least rest") {
    Breaker breaker = overloaded_times({}, 4);
    breaker = after_overload(breaker, kStart, 10min, {}, 0);
    CHECK(*rest_ends(breaker) == kStart + 10min);
  }

  TEST_CASE("requests that were under way when it opened do not lengthen the rest") {
    const auto open = overloaded_times({}, 5);
    const auto same = after_overload(open, kStart + 1s, {}, {}, 0xFFFFFFFFU);
    CHECK(*rest_ends(same) == *rest_ends(open));
  }

  TEST_CASE(
      "a trial that said nothing may be repeated at once, and elsewhere silence changes nothing") {
    const auto open = overloaded_times({}, 5);
    const auto later = *rest_ends(open);
    const auto trying = after_sending(open, later);
    CHECK(may_pass(after_no_answer(trying, later), later) == BreakerPass::OneSmallItem);
    CHECK(may_pass(after_no_answer(open, kStart), kStart) == BreakerPass::No);
    CHECK(may_pass(after_no_answer(BreakerClosed{}, kStart), kStart) == BreakerPass::Yes);
  }

  TEST_CASE("it can be opened at once, and sending through a closed one changes nothing") {
    const auto resting = rest_until(BreakerClosed{}, kStart + 1min);
    CHECK(may_pass(resting, kStart) == BreakerPass::No);
    CHECK(may_pass(resting, kStart + 1min) == BreakerPass::OneSmallItem);
    CHECK(may_pass(after_sending(BreakerClosed{}, kStart), kStart) == BreakerPass::Yes);
    CHECK_FALSE(rest_ends(BreakerClosed{}).has_value());
  }
}

}  // namespace booth
