#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <optional>

#include <boost/asio/thread_pool.hpp>

#include "drivers/virtual_camera/jpeg_identity.hpp"
#include "drivers/virtual_camera/photo_source.hpp"
#include "drivers/virtual_camera/scene.hpp"

namespace booth::virtual_camera {

struct DrawnPictures {
  PixelSize photo{6000, 4000};  ///< even numbers: photos are drawn at half the size and enlarged
  PixelSize frame{1024, 680};
  int photo_quality = 95;
  int frame_quality = 85;
  CameraLabel label;
};

/// Draws party guests. The next photo is drawn ahead on a thread of its own; frames are drawn when
/// they are asked for.
class DrawnPhotoSource final : public PhotoSource {
 public:
  explicit DrawnPhotoSource(DrawnPictures pictures);
  ~DrawnPhotoSource() override;

  void prepare(std::uint32_t shot) override;
  std::optional<Photo> take(const PictureIdentity& identity) override;
  Bytes live_frame(const PictureIdentity& identity) override;

 private:
  struct Drawing {
    Bytes jpeg;
    std::shared_ptr<const Bytes> thumbnail;
  };
  static Drawing draw_photo(const DrawnPictures& pictures, std::uint32_t shot);

  DrawnPictures pictures_;
  Scene frame_scene_;
  std::optional<SteadyTime> first_frame_at_;
  std::uint32_t prepared_shot_ = 0;
  std::future<Drawing> prepared_;
  boost::asio::thread_pool artist_{1};
};

}  // namespace booth::virtual_camera
