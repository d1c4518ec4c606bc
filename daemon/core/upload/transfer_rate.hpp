#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "daemon/core/units.hpp"

namespace booth {

/// Bytes per second over about the last minute. Pure value.
struct TransferRate {
  double bytes_per_s = 0;  ///< as of `at`
  SteadyTime at;
};

TransferRate after_transfer(TransferRate rate, std::int64_t bytes, SteadyTime now);
double rate_at(const TransferRate& rate, SteadyTime now);

/// @returns nullopt when nothing moves
std::optional<std::chrono::seconds> time_left(std::int64_t bytes, double bytes_per_s);

}  // namespace booth
