// Any bytes as a photo: must be refused or shown, never crash, hang or take more memory than the
// limits allow.
#include <cstdint>
#include <span>

#include "daemon/compose/decode_photo.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  booth::compose::PictureLimits limits;
  limits.pixels = 4'000'000;  // small, so that each round is fast
  limits.progressive_bytes = 16'000'000;
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto photo = booth::compose::decode_photo(bytes, {320, 200}, limits);
  if (photo && photo->pixels.type() != CV_8UC3) __builtin_trap();
  return 0;
}
