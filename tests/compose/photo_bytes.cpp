#include "tests/compose/photo_bytes.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <lcms2.h>
#include <opencv2/imgproc.hpp>
#include <png.h>
#include <turbojpeg.h>

namespace booth {
namespace {

void require(bool is_true, const char* what) {
  if (!is_true) throw std::runtime_error(what);
}

Bytes saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  require(cmsSaveProfileToMem(profile, nullptr, &size) != 0, "profile size");
  Bytes bytes(size);
  require(cmsSaveProfileToMem(profile, bytes.data(), &size) != 0, "profile bytes");
  cmsCloseProfile(profile);
  return bytes;
}

void add(Bytes& bytes, std::uint32_t value, int width, bool is_big_endian) {
  for (int i = 0; i < width; ++i) {
    const int shift = 8 * (is_big_endian ? width - 1 - i : i);
    bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
  }
}

void add(Bytes& bytes, const std::string& text) {
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
}

}  // namespace

cv::Mat marked_picture(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      picture.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(60 + 120 * x / width),
                                     static_cast<std::uint8_t>(60 + 120 * y / height), 110};
  const int side = std::min(width, height) / 4;
  picture(cv::Rect(0, 0, side, side)).setTo(cv::Scalar(0, 0, 255));
  picture(cv::Rect(width - side, 0, side, side)).setTo(cv::Scalar(0, 255, 0));
  picture(cv::Rect(0, height - side, side, side)).setTo(cv::Scalar(255, 0, 0));
  picture(cv::Rect(width - side, height - side, side, side)).setTo(cv::Scalar(255, 255, 255));
  return picture;
}

Bytes to_jpeg(const cv::Mat& picture, const PhotoKind& kind) {
  tjhandle encoder = tjInitCompress();
  const int format = picture.channels() == 1   ? TJPF_GRAY
                     : picture.channels() == 4 ? TJPF_CMYK
                                               : TJPF_BGR;
  const int subsampling = picture.channels() == 1 ? TJSAMP_GRAY : kind.subsampling;
  unsigned char* made = nullptr;
  unsigned long size = 0;
  const int flags = kind.is_progressive ? TJFLAG_PROGRESSIVE : 0;
  const int rc = tjCompress2(encoder, picture.data, picture.cols, static_cast<int>(picture.step),
                             picture.rows, format, &made, &size, subsampling, kind.quality, flags);
  const auto* bytes = reinterpret_cast<const std::byte*>(made);
  const Bytes jpeg = rc == 0 ? Bytes(bytes, bytes + size) : Bytes();
  tjFree(made);
  tjDestroy(encoder);
  require(rc == 0, "tjCompress2");
  return jpeg;
}

Bytes with_segment(const Bytes& jpeg, int marker, std::span<const std::byte> body) {
  Bytes made(jpeg.begin(), jpeg.begin() + 2);
  add(made, 0xFF00U | static_cast<std::uint32_t>(marker), 2, true);
  add(made, static_cast<std::uint32_t>(body.size() + 2), 2, true);
  made.insert(made.end(), body.begin(), body.end());
  made.insert(made.end(), jpeg.begin() + 2, jpeg.end());
  return made;
}

Bytes with_exif_orientation(const Bytes& jpeg, int orientation, bool is_big_endian) {
  Bytes exif;
  add(exif, std::string("Exif\0\0", 6));
  add(exif, is_big_endian ? std::string("MM\0*", 4) : std::string("II*\0", 4));
  add(exif, 8, 4, is_big_endian);       // first directory
  add(exif, 1, 2, is_big_endian);       // one entry
  add(exif, 0x0112, 2, is_big_endian);  // orientation, SHORT, one value
  add(exif, 3, 2, is_big_endian);
  add(exif, 1, 4, is_big_endian);
  add(exif, static_cast<std::uint32_t>(orientation), 2, is_big_endian);
  add(exif, 0, 2, is_big_endian);
  add(exif, 0, 4, is_big_endian);  // no further directory
  return with_segment(jpeg, 0xE1, exif);
}

Bytes with_adobe_rgb_exif(const Bytes& jpeg) {
  Bytes exif;
  add(exif, std::string("Exif\0\0II*\0", 10));
  add(exif, 8, 4, false);
  add(exif, 1, 2, false);  // at 8: pointer to the Exif directory at 26
  add(exif, 0x8769, 2, false);
  add(exif, 4, 2, false);
  add(exif, 1, 4, false);
  add(exif, 26, 4, false);
  add(exif, 0, 4, false);
  add(exif, 1, 2, false);  // at 26: pointer to the interoperability directory at 44
  add(exif, 0xA005, 2, false);
  add(exif, 4, 2, false);
  add(exif, 1, 4, false);
  add(exif, 44, 4, false);
  add(exif, 0, 4, false);
  add(exif, 1, 2, false);  // at 44: index "R03"
  add(exif, 0x0001, 2, false);
  add(exif, 2, 2, false);
  add(exif, 4, 4, false);
  add(exif, std::string("R03\0", 4));
  add(exif, 0, 4, false);
  return with_segment(jpeg, 0xE1, exif);
}

Bytes with_icc(const Bytes& jpeg, std::span<const std::byte> profile) {
  constexpr std::size_t kMostInSegment = 65'000;
  const std::size_t chunks = (profile.size() + kMostInSegment - 1) / kMostInSegment;
  Bytes made = jpeg;
  // Each segment goes right behind SOI, so the last one goes in first.
  for (std::size_t chunk = chunks; chunk-- > 0;) {
    Bytes body;
    add(body, std::string("ICC_PROFILE\0", 12));
    add(body, static_cast<std::uint32_t>(chunk + 1), 1, false);
    add(body, static_cast<std::uint32_t>(chunks), 1, false);
    const auto from = chunk * kMostInSegment;
    const auto part = profile.subspan(from, std::min(kMostInSegment, profile.size() - from));
    body.insert(body.end(), part.begin(), part.end());
    made = with_segment(made, 0xE2, body);
  }
  return made;
}

Bytes adobe_like_profile() {
  const cmsCIExyY white{0.3127, 0.3290, 1.0};
  const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1.0}, {0.21, 0.71, 1.0}, {0.15, 0.06, 1.0}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.19921875);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsFreeToneCurve(curve);
  return saved(profile);
}

Bytes srgb_profile() {
  return saved(cmsCreate_sRGBProfile());
}

Bytes grey_profile(double gamma) {
  const cmsCIExyY white{0.3457, 0.3585, 1.0};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  cmsHPROFILE profile = cmsCreateGrayProfile(&white, curve);
  cmsFreeToneCurve(curve);
  return saved(profile);
}

Bytes to_png(const cv::Mat& bgra) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(bgra.cols);
  image.height = static_cast<png_uint_32>(bgra.rows);
  image.format = PNG_FORMAT_BGRA;
  png_alloc_size_t size = 0;
  require(png_image_write_to_memory(&image, nullptr, &size, 0, bgra.data,
                                    static_cast<png_int_32>(bgra.step), nullptr) != 0,
          "png size");
  Bytes bytes(size);
  require(png_image_write_to_memory(&image, bytes.data(), &size, 0, bgra.data,
                                    static_cast<png_int_32>(bgra.step), nullptr) != 0,
          "png bytes");
  bytes.resize(size);
  return bytes;
}

double mean_difference(const cv::Mat& a, const cv::Mat& b) {
  cv::Mat difference;
  cv::absdiff(a, b, difference);
  const cv::Scalar mean = cv::mean(difference);
  double sum = 0;
  for (int channel = 0; channel < a.channels(); ++channel) sum += mean[channel];
  return sum / a.channels();
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "booth-compose-XXXXXX").string();
  require(::mkdtemp(name.data()) != nullptr, "mkdtemp");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name,
                                   std::span<const std::byte> bytes) const {
  const std::filesystem::path path = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  return path.string();
}

std::string TemporaryFolder::write(const std::string& name, const std::string& text) const {
  return write(name, std::as_bytes(std::span(text)));
}

}  // namespace booth
