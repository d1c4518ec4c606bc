#pragma once

#include <cstddef>
#include <random>
#include <string>

#include "daemon/core/ids.hpp"
#include "daemon/ports/printer.hpp"

namespace booth {

/// A picture in which every pixel tells where it is, so that any shift, scaling or mixing of
/// colours shows.
inline RgbImage coordinate_picture(int width, int height) {
  RgbImage image{{width, height},
                 Bytes(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)};
  std::size_t at = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.rgb[at++] = static_cast<std::byte>(x & 255);
      image.rgb[at++] = static_cast<std::byte>(y & 255);
      image.rgb[at++] = static_cast<std::byte>((x / 256) * 16 + y / 256 + ((x ^ y) & 1) * 128);
    }
  }
  return image;
}

inline PrintId new_print_id() {
  static std::mt19937 random{std::random_device{}()};
  std::array<std::uint8_t, 10> bytes{};
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return PrintId(uuid_v7(now, bytes));
}

}  // namespace booth
