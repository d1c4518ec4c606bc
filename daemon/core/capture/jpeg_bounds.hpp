#pragma once

#include <cstddef>
#include <span>

namespace booth {

/// True when the bytes begin with a JPEG's start marker (FF D8 FF) and end with its end marker (FF
/// D9), zero padding after it allowed: some bodies pad to an even or round size. Says nothing about
/// what is between; the decoder does.
inline bool has_jpeg_bounds(std::span<const std::byte> bytes) {
  static constexpr std::byte kMarker{0xFF};
  std::size_t end = bytes.size();
  while (end > 4 && bytes[end - 1] == std::byte{0}) --end;
  return end > 4 && bytes[0] == kMarker && bytes[1] == std::byte{0xD8} && bytes[2] == kMarker &&
         bytes[end - 2] == kMarker && bytes[end - 1] == std::byte{0xD9};
}

}  // namespace booth
