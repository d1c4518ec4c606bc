#include "drivers/virtual_camera/drawn_photo_source.hpp"

#include <utility>

#include <boost/asio/post.hpp>

#include "drivers/virtual_camera/jpeg_encoder.hpp"

namespace booth::virtual_camera {
namespace {

constexpr PixelSize kThumbnail{160, 106};
constexpr int kThumbnailQuality = 80;

PixelView view_of(::cairo_surface_t* surface, PixelSize size) {
  return PixelView{cairo_image_surface_get_data(surface), size,
                   cairo_image_surface_get_stride(surface)};
}

}  // namespace

DrawnPhotoSource::DrawnPhotoSource(DrawnPictures pictures)
    : pictures_(std::move(pictures)), frame_scene_(pictures_.frame) {}

DrawnPhotoSource::~DrawnPhotoSource() {
  artist_.join();
}

DrawnPhotoSource::Drawing DrawnPhotoSource::draw_photo(const DrawnPictures& pictures,
                                                       std::uint32_t shot) {
  SceneMoment moment;
  moment.shot = shot;
  moment.is_posed = true;
  moment.strip = BitStripContent{true, shot};
  const PixelSize half{pictures.photo.width / 2, pictures.photo.height / 2};
  Scene large(half);
  Scene small(kThumbnail);
  Drawing drawing;
  drawing.jpeg = encode_photo(view_of(large.draw(moment), half), pictures.photo_quality, shot);
  drawing.thumbnail = std::make_shared<const Bytes>(
      encode_jpeg(view_of(small.draw(moment), kThumbnail), kThumbnailQuality));
  return drawing;
}

void DrawnPhotoSource::prepare(std::uint32_t shot) {
  if (shot == prepared_shot_) return;
  prepared_shot_ = shot;
  std::packaged_task<Drawing()> draw(
      [pictures = pictures_, shot] { return draw_photo(pictures, shot); });
  prepared_ = draw.get_future();
  boost::asio::post(artist_, std::move(draw));
}

std::optional<Photo> DrawnPhotoSource::take(const PictureIdentity& identity) {
  prepare(identity.shot);
  if (prepared_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return std::nullopt;
  const Drawing drawing = prepared_.get();
  prepared_shot_ = 0;
  Photo photo;
  photo.size = pictures_.photo;
  photo.thumbnail = drawing.thumbnail;
  // The pixels were drawn ahead; when it was taken is only known now.
  photo.jpeg = std::make_shared<const Bytes>(
      label_photo(drawing.jpeg, pictures_.photo, identity, pictures_.label));
  return photo;
}

Bytes DrawnPhotoSource::live_frame(const PictureIdentity& identity) {
  if (!first_frame_at_) first_frame_at_ = identity.taken.steady;
  const std::chrono::duration<double> running = identity.taken.steady - *first_frame_at_;
  SceneMoment moment;
  moment.shot = identity.shot;
  moment.seconds = running.count();
  moment.strip = BitStripContent{false, static_cast<std::uint32_t>(identity.frame)};
  const PixelView view = view_of(frame_scene_.draw(moment), pictures_.frame);
  return label_frame(encode_jpeg(view, pictures_.frame_quality), identity);
}

}  // namespace booth::virtual_camera
