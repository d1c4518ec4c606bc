#pragma once

#include <filesystem>

#include "drivers/virtual_camera/photo_source.hpp"

namespace booth::virtual_camera {

/// Keeps a copy of every photo in a folder, as `shot-0001.jpg`, for whoever compares what arrived
/// with what was taken.
class KeepingPhotoSource final : public PhotoSource {
 public:
  /// @param inner  where the photos come from; must outlive this
  KeepingPhotoSource(PhotoSource& inner, std::filesystem::path folder);

  void prepare(std::uint32_t shot) override { inner_.prepare(shot); }
  /// @throws std::runtime_error when the copy cannot be written
  std::optional<Photo> take(const PictureIdentity& identity) override;
  Bytes live_frame(const PictureIdentity& identity) override { return inner_.live_frame(identity); }

 private:
  PhotoSource& inner_;
  std::filesystem::path folder_;
};

}  // namespace booth::virtual_camera
