#include "daemon/core/upload/transfer_rate.hpp"

#include <cmath>

namespace booth {
namespace {

constexpr double kSeconds = 60;  // an 8 MB photo on a slow line takes about that long
constexpr double kNothingMoves = 100;

}  // namespace

double rate_at(const TransferRate& rate, SteadyTime now) {
  const std::chrono::duration<double> passed = now - rate.at;
  return rate.bytes_per_s * std::exp(-passed.count() / kSeconds);
}

TransferRate after_transfer(TransferRate rate, std::int64_t bytes, SteadyTime now) {
  return {rate_at(rate, now) + static_cast<double>(bytes) / kSeconds, now};
}

std::optional<std::chrono::seconds> time_left(std::int64_t bytes, double bytes_per_s) {
  if (bytes_per_s < kNothingMoves) return std::nullopt;
  return std::chrono::seconds(
      static_cast<std::int64_t>(std::ceil(static_cast<double>(bytes) / bytes_per_s)));
}

}  // namespace booth
