#include "daemon/core/backoff.hpp"

#include <algorithm>

namespace booth {

std::chrono::milliseconds doubling_delay(int attempts, std::chrono::milliseconds first,
                                         std::chrono::milliseconds longest) {
  // 2^30 times the smallest delay is beyond any ceiling; the clamp keeps the shift defined.
  const int doublings = std::clamp(attempts - 1, 0, 30);
  const auto factor = std::int64_t{1} << doublings;
  if (first.count() > 0 && factor > longest.count() / first.count()) return longest;
  return std::min(first * factor, longest);
}

std::chrono::milliseconds full_jitter(std::chrono::milliseconds ceiling, std::uint32_t random) {
  const auto span = static_cast<std::uint64_t>(std::max<std::int64_t>(ceiling.count(), 0));
  return std::chrono::milliseconds{static_cast<std::int64_t>((span * random) >> 32)};
}

}  // namespace booth
