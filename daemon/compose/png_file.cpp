#include "daemon/compose/png_file.hpp"

#include <cstring>

#include <png.h>

#include "daemon/compose/read_file.hpp"

namespace booth::compose {
namespace {

/// libpng's simplified reader owns memory from begin to finish; this frees it on every way out.
class PngImage {
 public:
  PngImage() { image_.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image_); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
  png_image* get() { return &image_; }

 private:
  png_image image_{};
};

}  // namespace

bool is_png(std::span<const std::byte> file) {
  return file.size() >= 8 && std::memcmp(file.data(), "\x89PNG\r\n\x1a\n", 8) == 0;
}

Result<cv::Mat> decode_png(std::span<const std::byte> file, const PictureLimits& limits) {
  if (!is_png(file)) return make_error(Errc::Corrupt, "no PNG");
  PngImage png;
  if (!png_image_begin_read_from_memory(png.get(), file.data(), file.size()))
    return make_error(Errc::Corrupt, std::string("the PNG cannot be read: ") + png.get()->message);
  const std::int64_t pixels = std::int64_t{png.get()->width} * png.get()->height;
  // Four bytes a pixel, all at once: an eighth of what a JPEG, which is decoded scaled, may have.
  if (pixels > limits.pixels / 8)
    return make_error(Errc::BadInput, "the PNG has " + std::to_string(png.get()->width) + " x " +
                                          std::to_string(png.get()->height) + " pixels: too many");
  png.get()->format = PNG_FORMAT_BGRA;
  cv::Mat picture(static_cast<int>(png.get()->height), static_cast<int>(png.get()->width), CV_8UC4);
  if (!png_image_finish_read(png.get(), nullptr, picture.data,
                             static_cast<png_int_32>(picture.step), nullptr))
    return make_error(Errc::Corrupt, std::string("the PNG is damaged: ") + png.get()->message);
  return picture;
}

Result<cv::Mat> read_png(const std::string& path, const PictureLimits& limits) {
  const auto file = read_file(path, limits.file_bytes);
  if (!file) return file.error();
  auto picture = decode_png(*file, limits);
  if (!picture) return make_error(picture.error().code, path + ": " + picture.error().context);
  return picture;
}

}  // namespace booth::compose
