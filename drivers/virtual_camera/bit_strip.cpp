#include "drivers/virtual_camera/bit_strip.hpp"

#include <algorithm>
#include <cstddef>

namespace booth::virtual_camera {
namespace {

constexpr std::uint64_t kMagic = 0b10110010;
constexpr std::uint64_t kCounterMask = 0x7FFFFFFF;

std::uint64_t checksum_of(std::uint64_t payload) {
  // Multiplying spreads a single wrong cell over the whole sum.
  return ((payload * 0x9E3779B97F4A7C15ULL) >> 56) & 0xFF;
}

std::uint64_t encode(const BitStripContent& content) {
  const std::uint64_t payload =
      (std::uint64_t{content.is_photo} << 31) | (content.counter & kCounterMask);
  return (kMagic << 40) | (payload << 8) | checksum_of(payload);
}

}  // namespace

void draw_bit_strip(unsigned char* pixels, PixelSize size, int stride,
                    const BitStripContent& content) {
  const std::uint64_t cells = encode(content);
  const int first_row = size.height - size.height / kBitStripPart;
  for (int row = first_row; row < size.height; ++row) {
    unsigned char* line = pixels + static_cast<std::ptrdiff_t>(row) * stride;
    for (int cell = 0; cell < kBitStripCells; ++cell) {
      const int left = size.width * cell / kBitStripCells;
      const int right = size.width * (cell + 1) / kBitStripCells;
      const bool is_white = ((cells >> (kBitStripCells - 1 - cell)) & 1) != 0;
      std::fill(line + std::ptrdiff_t{4} * left, line + std::ptrdiff_t{4} * right,
                static_cast<unsigned char>(is_white ? 0xF0 : 0x10));
    }
  }
}

std::optional<BitStripContent> read_bit_strip(const unsigned char* luma, PixelSize size) {
  const int row = size.height - size.height / kBitStripPart / 2 - 1;
  std::uint64_t cells = 0;
  for (int cell = 0; cell < kBitStripCells; ++cell) {
    const int column = size.width * (2 * cell + 1) / (2 * kBitStripCells);
    const unsigned char value = luma[static_cast<std::ptrdiff_t>(row) * size.width + column];
    cells = (cells << 1) | (value > 0x80 ? 1U : 0U);
  }
  const std::uint64_t payload = (cells >> 8) & 0xFFFFFFFF;
  if ((cells >> 40) != kMagic || (cells & 0xFF) != checksum_of(payload)) return std::nullopt;
  return BitStripContent{(payload >> 31) != 0, static_cast<std::uint32_t>(payload & kCounterMask)};
}

}  // namespace booth::virtual_camera
