#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "drivers/virtual_camera/photo_source.hpp"

namespace booth::virtual_camera {

/// Asks until the photo is there, a minute at most.
inline Photo wait_for_photo(PhotoSource& source, const PictureIdentity& identity) {
  std::optional<Photo> photo;
  const auto is_drawn = [&] {
    photo = source.take(identity);
    return photo.has_value();
  };
  REQUIRE(demo::wait_until(is_drawn, std::chrono::minutes(1)));
  return std::move(*photo);
}

inline void write_file(const std::filesystem::path& path, const Bytes& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  REQUIRE(file.good());
}

}  // namespace booth::virtual_camera
