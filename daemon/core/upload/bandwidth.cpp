#include "daemon/core/upload/bandwidth.hpp"

#include <algorithm>
#include <cmath>

namespace booth {
namespace {

// A tenth of a second of the rate may go in one burst: smooth enough for a shared venue line, and
// never less than the piece that makes a system call worthwhile.
constexpr double kBurstSeconds = 0.1;
constexpr double kSmallestBurst = 16 * 1024;
constexpr double kWorthwhilePiece = 4 * 1024;

}  // namespace

TokenBucket::TokenBucket(std::int64_t bytes_per_second, SteadyTime now) : filled_at_(now) {
  change_rate(bytes_per_second, now);
}

void TokenBucket::change_rate(std::int64_t bytes_per_second, SteadyTime now) {
  refill(now);
  rate_ = std::max<std::int64_t>(bytes_per_second, 0);
  most_ = std::max(static_cast<double>(rate_) * kBurstSeconds, kSmallestBurst);
  level_ = std::min(level_, most_);
}

double TokenBucket::level_at(SteadyTime now) const {
  const double seconds = std::max(std::chrono::duration<double>(now - filled_at_).count(), 0.0);
  return std::min(level_ + seconds * static_cast<double>(rate_), most_);
}

void TokenBucket::refill(SteadyTime now) {
  level_ = level_at(now);
  filled_at_ = now;
}

std::int64_t TokenBucket::take(std::int64_t wanted, SteadyTime now) {
  if (!is_limited()) return wanted;
  refill(now);
  if (level_ < std::min(kWorthwhilePiece, static_cast<double>(wanted))) return 0;
  const auto granted = std::min(wanted, static_cast<std::int64_t>(level_));
  level_ -= static_cast<double>(granted);
  return granted;
}

void TokenBucket::charge(std::int64_t bytes, SteadyTime now) {
  if (!is_limited()) return;
  refill(now);
  // The debt is bounded: after one large urgent object the others wait a second, not a minute.
  level_ = std::max(level_ - static_cast<double>(bytes), -static_cast<double>(rate_));
}

std::chrono::milliseconds TokenBucket::time_until_some(SteadyTime now) const {
  if (!is_limited()) return std::chrono::milliseconds{0};
  const double missing = kWorthwhilePiece - level_at(now);
  if (missing <= 0) return std::chrono::milliseconds{0};
  const double ms = missing * 1000 / static_cast<double>(rate_);
  return std::chrono::milliseconds{static_cast<std::int64_t>(std::ceil(ms))};
}

Lanes after_window(Lanes lanes, double bytes_per_s, const LaneLimits& limits) {
  if (bytes_per_s < lanes.best_bytes_per_s * limits.worthwhile) {
    // The newest lane did not help. Remember today's figure, so that a faster line is noticed
    // later.
    return Lanes{lanes.count, bytes_per_s};
  }
  return Lanes{std::min(lanes.count + 1, limits.most), bytes_per_s};
}

Lanes after_trouble(Lanes lanes) {
  return Lanes{std::max(lanes.count / 2, 1), 0};
}

}  // namespace booth
