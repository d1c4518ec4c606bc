#pragma once

#include <memory>
#include <optional>
#include <string>

#include "drivers/virtual_camera/photo_source.hpp"

namespace booth::virtual_camera {

/// Photos and frames of a few bytes that say who they are.
class FakePhotoSource final : public PhotoSource {
 public:
  void prepare(std::uint32_t) override {}
  std::optional<Photo> take(const PictureIdentity& identity) override {
    if (!is_ready) return std::nullopt;
    Photo photo;
    photo.jpeg =
        bytes_of("\xFF\xD8 photo " + std::to_string(identity.shot) + " of a party \xFF\xD9");
    photo.thumbnail = bytes_of("\xFF\xD8 small \xFF\xD9");
    photo.size = PixelSize{60, 40};
    return photo;
  }
  Bytes live_frame(const PictureIdentity& identity) override {
    return *bytes_of("\xFF\xD8 frame " + std::to_string(identity.frame) + " \xFF\xD9");
  }

  static std::shared_ptr<const Bytes> bytes_of(const std::string& text) {
    const auto* first = reinterpret_cast<const std::byte*>(text.data());
    return std::make_shared<const Bytes>(first, first + text.size());
  }

  bool is_ready = true;  ///< false: the photo is still being drawn
};

}  // namespace booth::virtual_camera
