#include "daemon/core/upload/retry_budget.hpp"

#include <algorithm>
#include <array>

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
const SteadyTime kStart{std::chrono::hours(1)};
const RetryBudgetLimits kLimits{.cost = 10s, .most_debt = 30s, .earned = 1s};

bool may_retry(const RetryBudget& budget, SteadyTime now) {
  return now >= next_retry(budget, kLimits);
}

/// What may happen next at one server, and what it has been asked so far.
struct Run {
  RetryBudget budget;
  SteadyTime now = kStart;
  int wasted = 0;  ///< retries that the server refused
  int taken = 0;

  void retry(bool is_taken) {
    if (!may_retry(budget, now)) return;
    budget = after_retry(budget, now, kLimits);
    if (is_taken) take(true);
    wasted += is_taken ? 0 : 1;
  }
  void take(bool was_retry) {
    budget = after_taken(budget, was_retry, now, kLimits);
    ++taken;
  }
  void act(std::size_t action) {
    constexpr std::array<milliseconds, 2> kPauses{700ms, 11s};
    if (action == 0) take(false);
    if (action == 1) retry(true);
    if (action == 2) retry(false);
    if (action >= 3) now += kPauses.at(action - 3);
  }
  /// In tenths of a second, so that nothing is rounded.
  bool is_within_budget() const {
    return milliseconds(10s) * wasted <= milliseconds(30s) + milliseconds(1s) * taken +
                                             std::chrono::duration_cast<milliseconds>(now - kStart);
  }
};

constexpr std::size_t kActions = 5;
constexpr std::size_t kSteps = 8;

}  // namespace

TEST_SUITE("core/upload/retry_budget") {
  TEST_CASE("a fresh budget allows a few retries, then one per time that pays for it") {
    RetryBudget budget;
    for (int i = 0; i < 3; ++i) {
      CHECK(may_retry(budget, kStart));
      budget = after_retry(budget, kStart, kLimits);
    }
    CHECK_FALSE(may_retry(budget, kStart));
    CHECK_FALSE(may_retry(budget, kStart + 10s - 1ms));
    CHECK(next_retry(budget, kLimits) == kStart + 10s);
    CHECK(may_retry(budget, kStart + 10s));
  }

  TEST_CASE("ten objects that the server takes pay for one retry") {
    RetryBudget budget;
    for (int i = 0; i < 3; ++i) budget = after_retry(budget, kStart, kLimits);
    for (int i = 0; i < 9; ++i) budget = after_taken(budget, false, kStart, kLimits);
    CHECK_FALSE(may_retry(budget, kStart));
    CHECK(may_retry(after_taken(budget, false, kStart, kLimits), kStart));
  }

  TEST_CASE(
      "a retry that is taken costs nothing: a server that is well again is not kept waiting") {
    RetryBudget budget;
    for (int i = 0; i < 1000; ++i) {
      CHECK(may_retry(budget, kStart));
      budget = after_taken(after_retry(budget, kStart, kLimits), true, kStart, kLimits);
    }
  }

  TEST_CASE("good times are not saved up for bad ones") {
    RetryBudget budget;
    for (int i = 0; i < 1000; ++i) budget = after_taken(budget, false, kStart, kLimits);
    Run run{.budget = budget};
    for (int i = 0; i < 10; ++i) run.retry(false);
    CHECK(run.wasted == 3);
  }

  TEST_CASE(
      "in every order of events: refused retries stay within the budget, and time frees one") {
    std::size_t sequences = 1;
    for (std::size_t i = 0; i < kSteps; ++i) sequences *= kActions;
    int over_budget = 0;
    int stuck = 0;
    int most_wasted = 0;
    for (std::size_t sequence = 0; sequence < sequences; ++sequence) {
      Run run;
      for (auto rest = sequence, step = kSteps; step > 0; --step, rest /= kActions) {
        run.act(rest % kActions);
        over_budget += run.is_within_budget() ? 0 : 1;
        stuck += next_retry(run.budget, kLimits) > run.now + 10s ? 1 : 0;
      }
      most_wasted = std::max(most_wasted, run.wasted);
    }
    CHECK(over_budget == 0);
    CHECK(stuck == 0);
    CHECK(most_wasted > 3);  // or the question was not asked
  }
}

}  // namespace booth
