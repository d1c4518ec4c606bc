#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace booth {

/// Bytes of a photo, a sheet, an object. Moved, never copied without reason.
using Bytes = std::vector<std::byte>;

/// What a person reads: UTC, milliseconds. Never a base for delays (a booth may boot with a wrong
/// date).
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// What delays are measured with, within one run.
using SteadyTime = std::chrono::steady_clock::time_point;

struct Millimetres {
  double value = 0;
  auto operator<=>(const Millimetres&) const = default;
};

struct PixelSize {
  int width = 0;
  int height = 0;
  bool operator==(const PixelSize&) const = default;
};

}  // namespace booth
