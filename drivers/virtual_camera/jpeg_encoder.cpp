#include "drivers/virtual_camera/jpeg_encoder.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "drivers/virtual_camera/dice.hpp"
#include "drivers/virtual_camera/turbojpeg_handles.hpp"

namespace booth::virtual_camera {
namespace {

using Plane = std::vector<unsigned char>;

constexpr std::size_t kGrainTable = 1U << 14;

[[noreturn]] void fail(::tjhandle codec) {
  throw std::runtime_error(std::string("turbojpeg: ") + tjGetErrorStr2(codec));
}

TurboJpegHandle new_compressor() {
  TurboJpegHandle codec(tjInitCompress());
  if (!codec) fail(nullptr);
  return codec;
}

Bytes copy_out(const TurboJpegBuffer& buffer, unsigned long size) {
  const auto* first = reinterpret_cast<const std::byte*>(buffer.get());
  return Bytes(first, first + size);
}

const unsigned char* as_chars(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

struct YuvPicture {
  Plane luma, blue, red;  // 4:4:4, size of the drawing
};

YuvPicture to_yuv(const PixelView& view) {
  const TurboJpegHandle codec = new_compressor();
  const auto count =
      static_cast<std::size_t>(view.size.width) * static_cast<std::size_t>(view.size.height);
  YuvPicture yuv{Plane(count), Plane(count), Plane(count)};
  std::array<unsigned char*, 3> planes{yuv.luma.data(), yuv.blue.data(), yuv.red.data()};
  std::array<int, 3> strides{view.size.width, view.size.width, view.size.width};
  if (tjEncodeYUVPlanes(codec.get(), view.pixels, view.size.width, view.stride, view.size.height,
                        TJPF_BGRX, planes.data(), strides.data(), TJSAMP_444, 0) != 0)
    fail(codec.get());
  return yuv;
}

/// Twice the rows and columns by linear interpolation. Chroma of 4:2:2 has the drawing's columns
/// already.
Plane enlarge(const Plane& source, PixelSize size, bool double_columns) {
  const auto width = static_cast<std::size_t>(size.width);
  const auto height = static_cast<std::size_t>(size.height);
  const std::size_t out_width = double_columns ? 2 * width : width;
  Plane result(out_width * 2 * height);
  std::vector<unsigned> row(width + 1);
  for (std::size_t y = 0; y < 2 * height; ++y) {
    const unsigned char* here = source.data() + (y / 2) * width;
    const unsigned char* next = source.data() + std::min((y + 1) / 2, height - 1) * width;
    unsigned char* out = result.data() + y * out_width;
    for (std::size_t x = 0; x < width; ++x) row[x] = static_cast<unsigned>(here[x] + next[x]);
    row[width] = row[width - 1];
    for (std::size_t x = 0; x < width; ++x) {
      if (double_columns) {
        out[2 * x] = static_cast<unsigned char>(row[x] / 2);
        out[2 * x + 1] = static_cast<unsigned char>((row[x] + row[x + 1]) / 4);
      } else {
        out[x] = static_cast<unsigned char>(row[x] / 2);
      }
    }
  }
  return result;
}

/// Grain comes from one table read at a random offset per row: generating it per pixel would cost
/// more than the JPEG.
void add_grain(Plane& luma, std::size_t width, std::uint32_t seed) {
  Dice dice(seed);
  std::vector<signed char> table(kGrainTable + width);
  for (signed char& grain : table)
    grain = static_cast<signed char>(dice.roll(7) + dice.roll(7) - 6);
  for (std::size_t start = 0; start < luma.size(); start += width) {
    const signed char* grain = table.data() + dice.roll(kGrainTable);
    for (std::size_t x = 0; x < width; ++x)
      luma[start + x] =
          static_cast<unsigned char>(std::clamp(int{luma[start + x]} + grain[x], 0, 255));
  }
}

}  // namespace

Bytes encode_jpeg(const PixelView& view, int quality) {
  const TurboJpegHandle codec = new_compressor();
  unsigned char* raw = nullptr;
  unsigned long size = 0;
  const int result = tjCompress2(codec.get(), view.pixels, view.size.width, view.stride,
                                 view.size.height, TJPF_BGRX, &raw, &size, TJSAMP_422, quality, 0);
  const TurboJpegBuffer buffer(raw);
  if (result != 0) fail(codec.get());
  return copy_out(buffer, size);
}

Bytes encode_photo(const PixelView& view, int quality, std::uint32_t grain_seed) {
  const int width = 2 * view.size.width;
  YuvPicture small = to_yuv(view);
  Plane luma = enlarge(small.luma, view.size, true);
  add_grain(luma, static_cast<std::size_t>(width), grain_seed);
  const Plane blue = enlarge(small.blue, view.size, false);
  const Plane red = enlarge(small.red, view.size, false);
  small = YuvPicture{};

  const TurboJpegHandle codec = new_compressor();
  std::array<const unsigned char*, 3> planes{luma.data(), blue.data(), red.data()};
  const std::array<int, 3> strides{width, width / 2, width / 2};
  unsigned char* raw = nullptr;
  unsigned long size = 0;
  const int result =
      tjCompressFromYUVPlanes(codec.get(), planes.data(), width, strides.data(),
                              2 * view.size.height, TJSAMP_422, &raw, &size, quality, 0);
  const TurboJpegBuffer buffer(raw);
  if (result != 0) fail(codec.get());
  return copy_out(buffer, size);
}

Bytes shrink_jpeg(std::span<const std::byte> jpeg, int width) {
  const PixelSize whole = jpeg_size(jpeg);
  if (whole.width == 0) return {};
  // Decoding at an eighth reads a 24 MP photo in a twentieth of a second; a thumbnail needs no
  // better filter.
  const tjscalingfactor eighth{1, 8};
  const PixelSize scaled{TJSCALED(whole.width, eighth), TJSCALED(whole.height, eighth)};
  const TurboJpegHandle codec(tjInitDecompress());
  std::vector<unsigned char> pixels(static_cast<std::size_t>(scaled.width) *
                                    static_cast<std::size_t>(scaled.height) * 4);
  if (!codec || tjDecompress2(codec.get(), as_chars(jpeg), static_cast<unsigned long>(jpeg.size()),
                              pixels.data(), scaled.width, 0, scaled.height, TJPF_BGRX, 0) != 0)
    return {};

  const int step = std::max(1, (scaled.width + width - 1) / width);
  const PixelSize small{scaled.width / step, scaled.height / step};
  std::vector<unsigned char> picked(static_cast<std::size_t>(small.width) *
                                    static_cast<std::size_t>(small.height) * 4);
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x) {
      const auto from = static_cast<std::ptrdiff_t>(4) * (y * step * scaled.width + x * step);
      std::copy_n(pixels.begin() + from, 4,
                  picked.begin() + static_cast<std::ptrdiff_t>(4) * (y * small.width + x));
    }
  return encode_jpeg(PixelView{picked.data(), small, small.width * 4}, 80);
}

PixelSize jpeg_size(std::span<const std::byte> jpeg) {
  const TurboJpegHandle codec(tjInitDecompress());
  PixelSize size;
  int sampling = 0;
  int colourspace = 0;
  if (!codec ||
      tjDecompressHeader3(codec.get(), as_chars(jpeg), static_cast<unsigned long>(jpeg.size()),
                          &size.width, &size.height, &sampling, &colourspace) != 0)
    return PixelSize{};
  return size;
}

}  // namespace booth::virtual_camera
