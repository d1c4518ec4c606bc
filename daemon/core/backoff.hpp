#pragma once

#include <chrono>
#include <cstdint>

namespace booth {

/// Doubling delay: `first` after the first attempt, twice as long after each further one, at most
/// `longest`.
///
/// @param attempts  attempts made so far; >= 1
std::chrono::milliseconds doubling_delay(int attempts, std::chrono::milliseconds first,
                                         std::chrono::milliseconds longest);

/// Full jitter: a delay anywhere between zero and `ceiling`. In simulation this drains a herd of
/// booths fastest.
///
/// @param random  uniformly distributed 32 bits from the caller
std::chrono::milliseconds full_jitter(std::chrono::milliseconds ceiling, std::uint32_t random);

}  // namespace booth
