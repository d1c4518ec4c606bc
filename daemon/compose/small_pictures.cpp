#include "daemon/compose/small_pictures.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "daemon/compose/decode_photo.hpp"
#include "daemon/compose/fit_picture.hpp"
#include "daemon/compose/read_file.hpp"

namespace booth::compose {
namespace {

constexpr int kScreenDpi = 96;

Result<Bytes> make_small(const std::string& path, int longest_px) {
  const auto bytes = read_file(path, PictureLimits{}.file_bytes);
  if (!bytes) return bytes.error();
  const auto photo = decode_photo(*bytes, {longest_px, longest_px}, PictureLimits{});
  if (!photo) return make_error(photo.error().code, path + ": " + photo.error().context);
  const auto size = size_of(photo->pixels);
  const int longest = std::max(size.width, size.height);
  if (longest <= longest_px) return encode_jpeg(photo->pixels, JpegUse::Share, kScreenDpi);
  const auto scaled = [&](int side) { return std::max(1, side * longest_px / longest); };
  return encode_jpeg(resized(photo->pixels, {scaled(size.width), scaled(size.height)}),
                     JpegUse::Share, kScreenDpi);
}

}  // namespace

Result<Bytes> SmallPictures::of(const std::string& path, int longest_px) {
  const auto is_it = [&](const Copy& copy) {
    return copy.path == path && copy.longest_px == longest_px;
  };
  const auto found = std::find_if(copies_.begin(), copies_.end(), is_it);
  std::error_code unknown;
  const bool is_stored = std::filesystem::exists(path, unknown);
  if (found != copies_.end() && is_stored) {
    copies_.splice(copies_.begin(), copies_, found);
    return copies_.front().jpeg;
  }
  if (found != copies_.end()) {
    bytes_ -= found->jpeg.size();
    copies_.erase(found);
  }
  auto made = make_small(path, longest_px);
  if (made) keep({path, longest_px, *made});
  return made;
}

void SmallPictures::keep(Copy copy) {
  bytes_ += copy.jpeg.size();
  copies_.push_front(std::move(copy));
  while (bytes_ > most_bytes_ && copies_.size() > 1) {
    bytes_ -= copies_.back().jpeg.size();
    copies_.pop_back();
  }
}

}  // namespace booth::compose
