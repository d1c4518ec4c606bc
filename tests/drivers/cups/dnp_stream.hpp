#pragma once

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "daemon/ports/printer.hpp"

namespace booth::dnp {

/// Commands of a DNP or Citizen print: "CNTRL CUTTER" -> payload. Written apart from booth-guard's
/// own check.
inline std::map<std::string, std::string> read_commands(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::map<std::string, std::string> commands;
  for (std::size_t at = 0; at + 32 <= all.size();) {
    auto name = all.substr(at + 2, 22);
    name.erase(name.find_last_not_of(' ') + 1);
    const auto digits = all.substr(at + 24, 8);
    const std::size_t size = digits[0] == ' ' ? 0 : std::stoul(digits);
    commands[name] = all.substr(at + 32, size);
    at += 32 + size;
  }
  return commands;
}

/// One colour plane as the head prints it: an 8-bit BMP, 1920 columns of the 6-inch head.
struct Plane {
  int width = 0;
  int height = 0;
  std::string pixels;
};

inline std::uint32_t little_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;)
    value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

inline Plane read_plane(const std::string& bmp) {
  const auto offset = little_endian(bmp, 10);
  Plane plane{
      static_cast<int>(little_endian(bmp, 18)), static_cast<int>(little_endian(bmp, 22)), {}};
  plane.pixels = bmp.substr(offset);
  return plane;
}

/// Pixels of `image` that are not the same in the plane of their colour. The head prints the sheet
/// lying on its side: each line of the plane is one column of the portrait picture, in the middle
/// of the head's 1920 dots.
///
/// @param channel  0 red, 1 green, 2 blue
inline std::size_t differing_pixels(const RgbImage& image, std::size_t channel,
                                    const Plane& plane) {
  const auto width = static_cast<std::size_t>(image.size.width);
  const auto height = static_cast<std::size_t>(image.size.height);
  const auto dots = static_cast<std::size_t>(plane.width);
  const auto margin = (dots - height) / 2;
  if (plane.pixels.size() != width * dots) return width * height;
  std::size_t differing = 0;
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x)
      if (static_cast<std::byte>(plane.pixels[x * dots + margin + y]) !=
          image.rgb[(y * width + x) * 3 + channel])
        ++differing;
  return differing;
}

}  // namespace booth::dnp
