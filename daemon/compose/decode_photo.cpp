#include "daemon/compose/decode_photo.hpp"

#include <utility>

#include <opencv2/imgproc.hpp>

#include "daemon/compose/colour.hpp"
#include "daemon/compose/png_file.hpp"
#include "daemon/core/layout/place_shots.hpp"

namespace booth::compose {
namespace {

cv::Mat turned_upright(cv::Mat pixels, const Upright& turn) {
  cv::Mat made = pixels;
  if (turn.mirror) cv::flip(pixels, made, 1);
  if (turn.quarter_turns == 0) return made;
  constexpr std::array<int, 4> kTurns{0, cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180,
                                      cv::ROTATE_90_COUNTERCLOCKWISE};
  cv::Mat turned;
  cv::rotate(made, turned, kTurns[static_cast<std::size_t>(turn.quarter_turns)]);
  return turned;
}

Result<Photo> decode_png_photo(std::span<const std::byte> file, const PictureLimits& limits) {
  const auto picture = decode_png(file, limits);
  if (!picture) return picture.error();
  // Transparent parts become white, as paper is.
  Photo photo;
  cv::Mat white(picture->size(), CV_8UC3, cv::Scalar::all(255));
  cv::cvtColor(*picture, photo.pixels, cv::COLOR_BGRA2BGR);
  cv::Mat alpha;
  cv::extractChannel(*picture, alpha, 3);
  cv::Mat opaque = alpha >= 128;
  photo.pixels.copyTo(white, opaque);
  photo.pixels = white;
  photo.warnings.emplace_back("is a PNG, not a JPEG");
  return photo;
}

}  // namespace

Result<Photo> decode_photo(std::span<const std::byte> file, PixelSize slot,
                           const PictureLimits& limits) {
  if (is_png(file)) return decode_png_photo(file, limits);

  const auto header = read_jpeg_header(file, limits);
  if (!header) return header.error();
  const Upright turn = upright(header->exif_orientation);
  PixelSize stored_slot = slot;
  if (turn.quarter_turns % 2 == 1) std::swap(stored_slot.width, stored_slot.height);

  auto decoded = decode_jpeg(file, *header, eighths_to_decode(header->size, stored_slot));
  if (!decoded) return decoded.error();
  if (decoded->is_damaged)
    return make_error(Errc::Corrupt, "the photo is damaged: " + decoded->complaint);

  auto converted = to_srgb(std::move(decoded->pixels), {header->icc, header->is_adobe_rgb});
  if (!converted) return converted.error();
  Photo photo;
  if (!decoded->complaint.empty()) photo.warnings.push_back("decoder: " + decoded->complaint);
  if (!converted->warning.empty()) photo.warnings.push_back(converted->warning);
  photo.pixels = turned_upright(std::move(converted->pixels), turn);
  return photo;
}

}  // namespace booth::compose
