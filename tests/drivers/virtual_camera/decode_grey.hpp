#pragma once

#include <memory>
#include <span>
#include <vector>

#include <doctest/doctest.h>
#include <turbojpeg.h>

#include "daemon/core/units.hpp"

namespace booth::virtual_camera {

struct GreyPicture {
  PixelSize size;
  std::vector<unsigned char> pixels;  ///< 8 bit, rows = height
};

/// Decodes a JPEG strictly: a truncated or damaged one fails the test.
inline GreyPicture decode_grey(std::span<const std::byte> jpeg) {
  struct Destroy {
    void operator()(void* codec) const noexcept { tjDestroy(codec); }
  };
  const std::unique_ptr<void, Destroy> codec(tjInitDecompress());
  const auto* bytes = reinterpret_cast<const unsigned char*>(jpeg.data());
  const auto size = static_cast<unsigned long>(jpeg.size());
  GreyPicture picture;
  int sampling = 0;
  int colourspace = 0;
  REQUIRE(tjDecompressHeader3(codec.get(), bytes, size, &picture.size.width, &picture.size.height,
                              &sampling, &colourspace) == 0);
  picture.pixels.resize(static_cast<std::size_t>(picture.size.width) *
                        static_cast<std::size_t>(picture.size.height));
  REQUIRE(tjDecompress2(codec.get(), bytes, size, picture.pixels.data(), picture.size.width, 0,
                        picture.size.height, TJPF_GRAY, TJFLAG_STOPONWARNING) == 0);
  return picture;
}

}  // namespace booth::virtual_camera
