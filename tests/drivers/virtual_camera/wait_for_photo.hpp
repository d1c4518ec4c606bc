#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>

#include "drivers/virtual_camera/photo_source.hpp"

namespace booth::virtual_camera {

/// Asks until the photo is there, a minute at most.
inline Photo wait_for_photo(PhotoSource& source, const PictureIdentity& identity) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::chrono::steady_clock::now() < deadline) {
    if (std::optional<Photo> photo = source.take(identity)) return std::move(*photo);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  FAIL("the photo was not drawn within a minute");
  return {};
}

inline void write_file(const std::filesystem::path& path, const Bytes& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  REQUIRE(file.good());
}

}  // namespace booth::virtual_camera
