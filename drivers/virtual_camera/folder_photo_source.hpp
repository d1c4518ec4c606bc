#pragma once

#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "drivers/virtual_camera/drawn_photo_source.hpp"

namespace booth::virtual_camera {

/// Serves the JPEG files of a folder in the order of their names, byte for byte, and starts again
/// after the last one. Live view is drawn.
class FolderPhotoSource final : public PhotoSource {
 public:
  /// @returns NotFound or Io when the folder holds no readable JPEG
  static Result<std::vector<std::string>> list_photos(const std::string& folder);

  FolderPhotoSource(std::vector<std::string> files, const DrawnPictures& pictures);
  ~FolderPhotoSource() override;

  void prepare(std::uint32_t shot) override;
  std::optional<Photo> take(const PictureIdentity& identity) override;
  Bytes live_frame(const PictureIdentity& identity) override { return drawn_.live_frame(identity); }

 private:
  static Photo load(const std::string& path);

  std::vector<std::string> files_;
  DrawnPhotoSource drawn_;
  std::uint32_t prepared_shot_ = 0;
  std::future<Photo> prepared_;
  boost::asio::thread_pool reader_{1};
};

}  // namespace booth::virtual_camera
