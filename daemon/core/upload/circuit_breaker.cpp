#include "daemon/core/upload/circuit_breaker.hpp"

#include <algorithm>

#include "daemon/core/backoff.hpp"

namespace booth {
namespace {

using std::chrono::milliseconds;

int openings(const Breaker& breaker) {
  if (const auto* open = std::get_if<BreakerOpen>(&breaker)) return open->times;
  if (const auto* trying = std::get_if<BreakerTrying>(&breaker)) return trying->times;
  return 0;
}

}  // namespace

BreakerPass may_pass(const Breaker& breaker, SteadyTime now) {
  if (std::holds_alternative<BreakerClosed>(breaker)) return BreakerPass::Yes;
  const auto* open = std::get_if<BreakerOpen>(&breaker);
  return open != nullptr && now >= open->until ? BreakerPass::OneSmallItem : BreakerPass::No;
}

Breaker after_sending(const Breaker& breaker, SteadyTime now) {
  if (may_pass(breaker, now) != BreakerPass::OneSmallItem) return breaker;
  return BreakerTrying{openings(breaker)};
}

Breaker after_success(const Breaker&) {
  return BreakerClosed{};
}

Breaker after_overload(const Breaker& breaker, SteadyTime now,
                       std::optional<milliseconds> retry_after, const BreakerLimits& limits,
                       std::uint32_t random) {
  // Requests that were under way when the breaker opened tell nothing new.
  if (std::holds_alternative<BreakerOpen>(breaker)) return breaker;

  if (const auto* closed = std::get_if<BreakerClosed>(&breaker)) {
    const int failures = closed->failures + 1;
    if (failures < limits.failures_to_open) return BreakerClosed{failures};
  }
  const int times = openings(breaker) + 1;
  const auto ceiling = doubling_delay(times, limits.first_rest, limits.longest_rest);
  // Half of the rest is sure and half is chance: a trial at once would be no rest at all.
  const auto rest = ceiling / 2 + full_jitter(ceiling / 2, random);
  return BreakerOpen{now + std::max(rest, retry_after.value_or(milliseconds{0})), times};
}

Breaker after_no_answer(const Breaker& breaker, SteadyTime now) {
  const auto* trying = std::get_if<BreakerTrying>(&breaker);
  return trying != nullptr ? Breaker(BreakerOpen{now, trying->times}) : breaker;
}

Breaker rest_until(const Breaker& breaker, SteadyTime until) {
  return BreakerOpen{until, std::max(openings(breaker), 1)};
}

std::optional<SteadyTime> rest_ends(const Breaker& breaker) {
  const auto* open = std::get_if<BreakerOpen>(&breaker);
  return open != nullptr ? std::optional(open->until) : std::nullopt;
}

}  // namespace booth
