#include "drivers/virtual_camera/keeping_photo_source.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace booth::virtual_camera {

KeepingPhotoSource::KeepingPhotoSource(PhotoSource& inner, std::filesystem::path folder)
    : inner_(inner), folder_(std::move(folder)) {}

std::optional<Photo> KeepingPhotoSource::take(const PictureIdentity& identity) {
  std::optional<Photo> photo = inner_.take(identity);
  if (!photo) return photo;
  std::array<char, 32> name{};
  std::snprintf(name.data(), name.size(), "shot-%04u.jpg", identity.shot);
  std::ofstream file(folder_ / name.data(), std::ios::binary);
  file.write(reinterpret_cast<const char*>(photo->jpeg->data()),
             static_cast<std::streamsize>(photo->jpeg->size()));
  file.close();
  if (!file) throw std::runtime_error("cannot keep a photo in " + folder_.string());
  return photo;
}

}  // namespace booth::virtual_camera
