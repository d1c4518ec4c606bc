#include "daemon/core/capture/exif_time.hpp"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace booth {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint16_t kExifFolder = 0x8769;
constexpr std::uint16_t kDateTimeOriginal = 0x9003;
constexpr std::uint16_t kSubSecTimeOriginal = 0x9291;
constexpr std::size_t kTimeTextBytes = 19;  // "2026:11:22 05:38:30"
constexpr std::size_t kEntryBytes = 12;
constexpr std::size_t kBytesInPlace = 4;  ///< longer values stand elsewhere

/// Numbers of one TIFF block in its byte order. Outside the block everything is zero, which no rule
/// below accepts.
class Tiff {
 public:
  explicit Tiff(Bytes bytes) : bytes_(bytes), is_little_(at(0) == 'I') {}

  bool is_tiff() const { return (at(0) == 'I' || at(0) == 'M') && at(0) == at(1) && u16(2) == 42; }
  std::uint32_t u16(std::size_t offset) const {
    return is_little_ ? at(offset) | at(offset + 1) << 8 : at(offset) << 8 | at(offset + 1);
  }
  std::uint32_t u32(std::size_t offset) const {
    return is_little_ ? u16(offset) | u16(offset + 2) << 16 : u16(offset) << 16 | u16(offset + 2);
  }
  std::string_view text(std::size_t offset, std::size_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) return {};
    return {reinterpret_cast<const char*>(bytes_.data()) + offset, size};
  }
  /// Where a folder's entry with this tag is; 0 when it has none.
  std::size_t find(std::size_t folder, std::uint16_t tag) const {
    const std::size_t count = folder == 0 ? 0 : u16(folder);
    for (std::size_t i = 0; i < count; ++i)
      if (u16(folder + 2 + i * kEntryBytes) == tag) return folder + 2 + i * kEntryBytes;
    return 0;
  }

 private:
  std::uint32_t at(std::size_t offset) const {
    return offset < bytes_.size() ? std::to_integer<std::uint32_t>(bytes_[offset]) : 0;
  }

  Bytes bytes_;
  bool is_little_;
};

/// The TIFF block of the APP1 segment that begins with "Exif".
Bytes find_exif(Bytes jpeg) {
  const auto at = [jpeg](std::size_t i) { return std::to_integer<unsigned>(jpeg[i]); };
  std::size_t position = 2;
  while (position + 10 <= jpeg.size() && at(position) == 0xFF) {
    const unsigned marker = at(position + 1);
    const std::size_t length = at(position + 2) << 8 | at(position + 3);
    if (marker == 0xDA || length < 2) break;  // picture data, or nonsense
    const std::size_t end = std::min(position + 2 + length, jpeg.size());
    const std::string_view name(reinterpret_cast<const char*>(jpeg.data()) + position + 4, 4);
    if (marker == 0xE1 && name == "Exif" && position + 10 <= end)
      return jpeg.subspan(position + 10, end - position - 10);
    position += 2 + length;
  }
  return {};
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

std::optional<CameraTime> parse_time(std::string_view text) {
  if (text.size() != kTimeTextBytes) return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  const auto hour = number(text.substr(11, 2));
  const auto minute = number(text.substr(14, 2));
  const auto second = number(text.substr(17, 2));
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::local_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

/// The digits behind the point: "07" is 70 ms.
std::optional<std::chrono::milliseconds> parse_fraction(std::string_view text) {
  std::chrono::microseconds place{1'000'000};
  std::chrono::microseconds fraction{0};
  for (const char c : text) {
    if (c == '\0' || c == ' ') break;
    if (c < '0' || c > '9') return std::nullopt;
    place /= 10;
    fraction += place * (c - '0');
  }
  if (place.count() == 1'000'000) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::milliseconds>(fraction + place / 2);
}

/// Where the photo's own folder is; 0 when there is none.
std::size_t exif_folder(const Tiff& tiff) {
  if (!tiff.is_tiff()) return 0;
  const auto entry = tiff.find(tiff.u32(4), kExifFolder);
  return entry == 0 ? 0 : tiff.u32(entry + 8);
}

std::optional<CameraTime> time_in(const Tiff& tiff, std::size_t folder) {
  const auto entry = tiff.find(folder, kDateTimeOriginal);
  if (entry == 0) return std::nullopt;
  return parse_time(tiff.text(tiff.u32(entry + 8), kTimeTextBytes));
}

std::optional<std::chrono::milliseconds> fraction_in(const Tiff& tiff, std::size_t folder) {
  const auto entry = tiff.find(folder, kSubSecTimeOriginal);
  if (entry == 0) return std::nullopt;
  const std::size_t size = tiff.u32(entry + 4);
  if (size > 2 * kBytesInPlace) return std::nullopt;  // nobody measures that finely
  const std::size_t at = size <= kBytesInPlace ? entry + 8 : tiff.u32(entry + 8);
  return parse_fraction(tiff.text(at, size));
}

}  // namespace

std::optional<CameraTime> exif_taken_at(std::span<const std::byte> jpeg) {
  const Tiff tiff(find_exif(jpeg));
  return time_in(tiff, exif_folder(tiff));
}

std::optional<std::chrono::local_time<std::chrono::milliseconds>> exif_exposed_at(
    std::span<const std::byte> jpeg) {
  const Tiff tiff(find_exif(jpeg));
  const auto folder = exif_folder(tiff);
  const auto second = time_in(tiff, folder);
  const auto fraction = fraction_in(tiff, folder);
  if (!second || !fraction) return std::nullopt;
  return *second + *fraction;
}

}  // namespace booth
