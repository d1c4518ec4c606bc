#include "daemon/compose/jpeg_file.hpp"

#include <cstring>

#include "daemon/compose/jpeg_handles.hpp"
#include "daemon/compose/jpeg_markers.hpp"

namespace booth::compose {
namespace {

const unsigned char* raw(std::span<const std::byte> file) {
  return reinterpret_cast<const unsigned char*>(file.data());
}

/// Complaints of libjpeg after which no pixel is missing: bytes that some cameras leave between
/// segments, and scan parameters that mean nothing in a sequential JPEG and that others fill with
/// zero.
bool is_harmless(const std::string& complaint) {
  return complaint.find("extraneous bytes before marker") != std::string::npos ||
         complaint.find("Invalid SOS parameters for sequential JPEG") != std::string::npos;
}

std::string megapixels(PixelSize size) {
  return std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels";
}

Result<void> check_limits(std::span<const std::byte> file, const JpegHeader& header,
                          bool is_progressive, const PictureLimits& limits) {
  const std::int64_t pixels = std::int64_t{header.size.width} * header.size.height;
  if (pixels > limits.pixels)
    return make_error(Errc::BadInput, "the photo has " + megapixels(header.size) +
                                          ", more than the " +
                                          std::to_string(limits.pixels / 1'000'000) +
                                          " megapixels that are let in");
  // Real photos hold at least one bit per 8x8 block; a file that claims far more area than it has
  // bytes is a bomb.
  if (pixels / 2000 > static_cast<std::int64_t>(file.size()) && pixels > 16'000'000)
    return make_error(Errc::BadInput, "the photo claims " + megapixels(header.size) + " in only " +
                                          std::to_string(file.size()) + " bytes");
  const int channels = header.colour == JpegColour::Cmyk ? 4 : 3;
  if (is_progressive && pixels * channels * 2 > limits.progressive_bytes)
    return make_error(Errc::BadInput, "the progressive photo of " + megapixels(header.size) +
                                          " would need too much memory");
  return {};
}

}  // namespace

Result<JpegHeader> read_jpeg_header(std::span<const std::byte> file, const PictureLimits& limits) {
  if (file.empty()) return make_error(Errc::Corrupt, "the file is empty");
  if (file.size() > limits.file_bytes)
    return make_error(Errc::BadInput, "the file has " + std::to_string(file.size()) +
                                          " bytes, more than the " +
                                          std::to_string(limits.file_bytes) + " that are let in");
  const TurboJpegHandle decoder(tjInitDecompress());
  if (!decoder) return make_error(Errc::Internal, "libturbojpeg could not make a decoder");

  JpegHeader header;
  int subsampling = 0;
  int colour = 0;
  const int rc = tjDecompressHeader3(decoder.get(), raw(file), file.size(), &header.size.width,
                                     &header.size.height, &subsampling, &colour);
  if (rc != 0 || header.size.width < 1 || header.size.height < 1)
    return make_error(Errc::Corrupt,
                      std::string("no JPEG that can be read: ") + tjGetErrorStr2(decoder.get()));
  if (colour == TJCS_GRAY) header.colour = JpegColour::Grey;
  if (colour == TJCS_CMYK || colour == TJCS_YCCK) header.colour = JpegColour::Cmyk;

  JpegMarkers markers = read_jpeg_markers(file);
  header.exif_orientation = markers.exif_orientation;
  header.is_adobe_rgb = markers.is_adobe_rgb;
  header.icc = std::move(markers.icc);
  const auto allowed = check_limits(file, header, markers.is_progressive, limits);
  if (!allowed) return allowed.error();
  return header;
}

Result<DecodedJpeg> decode_jpeg(std::span<const std::byte> file, const JpegHeader& header,
                                int eighths) {
  const TurboJpegHandle decoder(tjInitDecompress());
  if (!decoder) return make_error(Errc::Internal, "libturbojpeg could not make a decoder");
  const tjscalingfactor factor{eighths, 8};
  const int width = TJSCALED(header.size.width, factor);
  const int height = TJSCALED(header.size.height, factor);

  DecodedJpeg decoded;
  int format = TJPF_BGR;
  int type = CV_8UC3;
  if (header.colour == JpegColour::Grey) {
    format = TJPF_GRAY;
    type = CV_8UC1;
  } else if (header.colour == JpegColour::Cmyk) {
    format = TJPF_CMYK;
    type = CV_8UC4;
  }
  // Grey where a damaged file leaves nothing.
  decoded.pixels = cv::Mat(height, width, type, cv::Scalar::all(128));

  const int rc =
      tjDecompress2(decoder.get(), raw(file), file.size(), decoded.pixels.data, width,
                    static_cast<int>(decoded.pixels.step), height, format, TJFLAG_LIMITSCANS);
  if (rc != 0) {
    decoded.complaint = tjGetErrorStr2(decoder.get());
    if (tjGetErrorCode(decoder.get()) == TJERR_FATAL)
      return make_error(Errc::Corrupt, "the JPEG cannot be decoded: " + decoded.complaint);
    decoded.is_damaged = !is_harmless(decoded.complaint);
  }
  return decoded;
}

Result<Bytes> encode_jpeg(const cv::Mat& picture, JpegUse use, int dpi) {
  const TurboJpegHandle encoder(tjInitCompress());
  if (!encoder) return make_error(Errc::Internal, "libturbojpeg could not make an encoder");
  const int subsampling = use == JpegUse::Print ? TJSAMP_444 : TJSAMP_420;
  const int quality = use == JpegUse::Print ? 95 : 88;

  unsigned char* made = nullptr;
  unsigned long size = 0;
  const int rc =
      tjCompress2(encoder.get(), picture.data, picture.cols, static_cast<int>(picture.step),
                  picture.rows, TJPF_BGR, &made, &size, subsampling, quality, TJFLAG_ACCURATEDCT);
  const TurboJpegBytes owned(made);
  if (rc != 0)
    return make_error(Errc::Internal, std::string("the sheet could not be encoded: ") +
                                          tjGetErrorStr2(encoder.get()));

  // libturbojpeg always writes a JFIF segment first and has no setting for its density:
  // SOI(2) APP0(2) length(2) "JFIF\0"(5) version(2) unit(1) x(2) y(2).
  constexpr std::size_t kUnit = 13;
  if (size > kUnit + 5 && std::memcmp(made + 6, "JFIF", 5) == 0) {
    made[kUnit] = 1;  // dots per inch
    made[kUnit + 1] = made[kUnit + 3] = static_cast<unsigned char>(dpi >> 8);
    made[kUnit + 2] = made[kUnit + 4] = static_cast<unsigned char>(dpi & 0xFF);
  }
  const auto* bytes = reinterpret_cast<const std::byte*>(made);
  return Bytes(bytes, bytes + size);
}

Result<RgbImage> decode_sheet(std::span<const std::byte> file, const PictureLimits& limits) {
  const auto header = read_jpeg_header(file, limits);
  if (!header) return header.error();
  const TurboJpegHandle decoder(tjInitDecompress());
  if (!decoder) return make_error(Errc::Internal, "libturbojpeg could not make a decoder");
  RgbImage image;
  image.size = header->size;
  image.rgb.resize(static_cast<std::size_t>(header->size.width) *
                   static_cast<std::size_t>(header->size.height) * 3);
  const int rc = tjDecompress2(
      decoder.get(), raw(file), file.size(), reinterpret_cast<unsigned char*>(image.rgb.data()),
      header->size.width, header->size.width * 3, header->size.height, TJPF_RGB, TJFLAG_LIMITSCANS);
  if (rc != 0)
    return make_error(Errc::Corrupt,
                      std::string("the sheet is damaged: ") + tjGetErrorStr2(decoder.get()));
  return image;
}

}  // namespace booth::compose
