#include "daemon/core/upload/pace.hpp"

#include <algorithm>

#include "daemon/core/backoff.hpp"

namespace booth {

using std::chrono::milliseconds;

namespace {
constexpr milliseconds kNegligible{20};
}

Pace after_return(SteadyTime now, std::chrono::nanoseconds outage, const PaceLimits& limits,
                  std::uint32_t random) {
  const auto length = std::chrono::duration_cast<milliseconds>(outage);
  const auto spread = std::min(limits.first_contact, length / 4);
  return {std::min(limits.slow_start, length / 10), now + full_jitter(spread, random), false};
}

Pace after_start(Pace pace, SteadyTime now, std::uint32_t random) {
  pace.next = now + pace.distance / 2 + full_jitter(pace.distance, random);
  return pace;
}

Pace after_taken(Pace pace) {
  pace.distance /= 2;
  if (pace.distance < kNegligible) pace = {milliseconds{0}, pace.next, false};
  return pace;
}

Pace after_refused(Pace pace, const PaceLimits& limits) {
  pace.distance = std::clamp(pace.distance * 2, limits.slow_start, limits.longest);
  pace.binds_urgent = true;
  return pace;
}

}  // namespace booth
