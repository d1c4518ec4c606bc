#include "daemon/compose/jpeg_markers.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>

namespace booth::compose {
namespace {

using Span = std::span<const std::byte>;

bool begins_with(Span bytes, const char* text, std::size_t length) {
  return bytes.size() >= length && std::memcmp(bytes.data(), text, length) == 0;
}

std::uint32_t byte_at(Span bytes, std::size_t at) {
  return std::to_integer<std::uint32_t>(bytes[at]);
}

/// TIFF numbers inside an EXIF block, in the block's byte order. Reading outside gives nullopt.
class Tiff {
 public:
  explicit Tiff(Span bytes) : bytes_(bytes), is_big_(begins_with(bytes, "MM", 2)) {}

  std::optional<std::uint32_t> u16(std::size_t at) const { return number(at, 2); }
  std::optional<std::uint32_t> u32(std::size_t at) const { return number(at, 4); }

  /// Offset of the 12-byte entry of a tag in the directory at `directory`.
  std::optional<std::size_t> entry(std::size_t directory, std::uint32_t tag) const {
    const auto count = u16(directory);
    if (!count) return std::nullopt;
    for (std::size_t i = 0; i < *count; ++i) {
      const std::size_t at = directory + 2 + i * 12;
      const auto found = u16(at);
      if (!found) return std::nullopt;
      if (*found == tag) return at;
    }
    return std::nullopt;
  }

  /// Where a pointer tag points to.
  std::optional<std::size_t> directory(std::size_t in, std::uint32_t tag) const {
    const auto at = entry(in, tag);
    if (!at) return std::nullopt;
    return u32(*at + 8);
  }

  bool has_text(std::size_t at, const char* text, std::size_t length) const {
    return at <= bytes_.size() && begins_with(bytes_.subspan(at), text, length);
  }

 private:
  std::optional<std::uint32_t> number(std::size_t at, std::size_t width) const {
    if (at > bytes_.size() || bytes_.size() - at < width) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
      value = value << 8 | byte_at(bytes_, at + (is_big_ ? i : width - 1 - i));
    return value;
  }

  Span bytes_;
  bool is_big_;
};

void read_exif(Span block, JpegMarkers& markers) {
  constexpr std::uint32_t kOrientation = 0x0112;
  constexpr std::uint32_t kExifDirectory = 0x8769;
  constexpr std::uint32_t kInteroperability = 0xA005;
  constexpr std::uint32_t kIndex = 0x0001;

  if (!begins_with(block, "II*\0", 4) && !begins_with(block, "MM\0*", 4)) return;
  const Tiff tiff(block);
  const auto first = tiff.u32(4);
  if (!first) return;
  if (const auto at = tiff.entry(*first, kOrientation)) {
    const auto value = tiff.u16(*at + 8);
    if (value && *value >= 1 && *value <= 8) markers.exif_orientation = static_cast<int>(*value);
  }
  const auto exif = tiff.directory(*first, kExifDirectory);
  if (!exif) return;
  const auto interoperability = tiff.directory(*exif, kInteroperability);
  if (!interoperability) return;
  if (const auto at = tiff.entry(*interoperability, kIndex))
    markers.is_adobe_rgb = tiff.has_text(*at + 8, "R03", 3);
}

/// Chunks by number; whole only when every number from 1 to the announced count is there.
class IccChunks {
 public:
  void add(Span chunk) {
    const auto number = byte_at(chunk, 0);
    total_ = byte_at(chunk, 1);
    chunks_.emplace(number, chunk.subspan(2));
  }
  std::vector<std::byte> joined() const {
    std::vector<std::byte> profile;
    if (total_ == 0 || chunks_.size() != total_ || chunks_.begin()->first != 1 ||
        chunks_.rbegin()->first != total_)
      return profile;
    for (const auto& [number, chunk] : chunks_)
      profile.insert(profile.end(), chunk.begin(), chunk.end());
    return profile;
  }

 private:
  std::uint32_t total_ = 0;
  std::map<std::uint32_t, Span> chunks_;
};

}  // namespace

JpegMarkers read_jpeg_markers(Span file) {
  JpegMarkers markers;
  IccChunks icc;
  bool has_exif = false;
  std::size_t at = 2;  // after SOI
  while (at + 4 <= file.size()) {
    if (byte_at(file, at) != 0xFF) break;
    const std::uint32_t marker = byte_at(file, at + 1);
    if (marker == 0xFF) {  // fill bytes
      ++at;
      continue;
    }
    if (marker == 0xDA || marker == 0xD9) break;  // the pixels begin, or the end
    const std::size_t length = byte_at(file, at + 2) << 8 | byte_at(file, at + 3);
    if (length < 2 || length > file.size() - at - 2) break;
    const Span body = file.subspan(at + 4, length - 2);
    if (marker == 0xE1 && !has_exif && begins_with(body, "Exif\0\0", 6)) {
      read_exif(body.subspan(6), markers);
      has_exif = true;
    } else if (marker == 0xE2 && body.size() > 14 && begins_with(body, "ICC_PROFILE\0", 12)) {
      icc.add(body.subspan(12));
    } else if (marker == 0xC2 || marker == 0xC6 || marker == 0xCA) {
      markers.is_progressive = true;
    }
    at += 2 + length;
  }
  markers.icc = icc.joined();
  return markers;
}

}  // namespace booth::compose
