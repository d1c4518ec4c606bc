#include "drivers/virtual_camera/jpeg_identity.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <string_view>

#include "drivers/virtual_camera/ptp_codec.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::byte kMarker{0xFF};
constexpr std::byte kApp1{0xE1};
constexpr std::byte kComment{0xFE};
constexpr std::byte kStartOfScan{0xDA};

constexpr std::size_t kTiffHeader = 8;
constexpr std::uint16_t kAscii = 2;
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kRational = 5;

/// One IFD of a TIFF structure. Values longer than four bytes go behind the table.
class ExifTable {
 public:
  void text(std::uint16_t tag, const std::string& value) {
    PtpWriter bytes;
    for (const char character : value) bytes.u8(static_cast<std::uint8_t>(character));
    bytes.u8(0);
    const auto count = static_cast<std::uint32_t>(bytes.size());
    entries_.push_back({tag, kAscii, count, bytes.take()});
  }
  void number(std::uint16_t tag, std::uint16_t type, std::uint32_t value) {
    entries_.push_back({tag, type, 1, PtpWriter().u32(value).take()});
  }
  void fraction(std::uint16_t tag, std::uint32_t numerator, std::uint32_t denominator) {
    entries_.push_back({tag, kRational, 1, PtpWriter().u32(numerator).u32(denominator).take()});
  }
  /// Puts in a place that is only known once the table is complete.
  void replace_last(std::uint32_t value) { entries_.back().value = PtpWriter().u32(value).take(); }
  std::size_t byte_count() const {
    std::size_t count = 2 + entries_.size() * 12 + 4;
    for (const Entry& entry : entries_)
      if (entry.value.size() > 4) count += entry.value.size();
    return count;
  }
  /// @param at  where the table begins, from the start of the TIFF structure
  void write(PtpWriter& writer, std::size_t at) const {
    std::size_t behind = at + 2 + entries_.size() * 12 + 4;
    PtpWriter values;
    writer.u16(static_cast<std::uint16_t>(entries_.size()));
    for (const Entry& entry : entries_) {
      writer.u16(entry.tag).u16(entry.type).u32(entry.count);
      if (entry.value.size() > 4) {
        writer.u32(static_cast<std::uint32_t>(behind));
        behind += entry.value.size();
        values.bytes(entry.value);
      } else {
        Bytes padded = entry.value;
        padded.resize(4);
        writer.bytes(padded);
      }
    }
    writer.u32(0);  // no further table
    writer.bytes(values.take());
  }

 private:
  struct Entry {
    std::uint16_t tag = 0;
    std::uint16_t type = 0;
    std::uint32_t count = 0;
    Bytes value;
  };
  std::vector<Entry> entries_;
};

std::string exif_time(UtcTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::seconds>(time));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return std::string(text.data(),
                     std::strftime(text.data(), text.size(), "%Y:%m:%d %H:%M:%S", &parts));
}

/// Of the second, as DSLRs write them.
std::string exif_hundredths(UtcTime time) {
  const auto hundredths = time.time_since_epoch().count() / 10 % 100;
  return {static_cast<char>('0' + hundredths / 10), static_cast<char>('0' + hundredths % 10)};
}

Bytes exif_of(PixelSize size, const PictureIdentity& identity, const CameraLabel& label) {
  const std::string time = exif_time(identity.taken.utc);
  ExifTable camera;  // tags in rising order, as the standard wants
  camera.text(0x010F, label.make);
  camera.text(0x0110, label.model);
  camera.number(0x0112, kShort, 1);  // orientation: as it is
  camera.fraction(0x011A, 300, 1);
  camera.fraction(0x011B, 300, 1);
  camera.number(0x0128, kShort, 2);  // per inch
  camera.text(0x0131, "Ver.1.11");
  camera.text(0x0132, time);
  camera.number(0x8769, kLong, 0);  // where the second table begins: see below

  ExifTable shot;
  shot.fraction(0x829A, 1, 125);
  shot.fraction(0x829D, 56, 10);
  shot.number(0x8827, kShort, 400);
  shot.text(0x9003, time);
  shot.text(0x9004, time);
  shot.fraction(0x920A, 35, 1);
  shot.text(0x9291, exif_hundredths(identity.taken.utc));
  shot.number(0xA001, kShort, 1);  // sRGB
  shot.number(0xA002, kLong, static_cast<std::uint32_t>(size.width));
  shot.number(0xA003, kLong, static_cast<std::uint32_t>(size.height));
  shot.text(0xA431, label.serial);

  const std::size_t shot_at = kTiffHeader + camera.byte_count();
  camera.replace_last(static_cast<std::uint32_t>(shot_at));
  PtpWriter writer;
  for (const char character : std::string_view("Exif"))
    writer.u8(static_cast<std::uint8_t>(character));
  writer.u16(0).u8('I').u8('I').u16(42).u32(kTiffHeader);
  camera.write(writer, kTiffHeader);
  shot.write(writer, shot_at);
  return writer.take();
}

void add_segment(Bytes& out, std::byte kind, const Bytes& body) {
  const std::size_t length = body.size() + 2;  // JPEG counts the length field; big endian
  out.insert(out.end(),
             {kMarker, kind, static_cast<std::byte>(length >> 8), static_cast<std::byte>(length)});
  out.insert(out.end(), body.begin(), body.end());
}

Bytes comment_bytes(bool is_photo, const PictureIdentity& identity) {
  const std::string text = identity_comment(is_photo, identity);
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return Bytes(first, first + text.size());
}

Bytes insert_after_start(const Bytes& jpeg, const Bytes& segments) {
  Bytes result;
  result.reserve(jpeg.size() + segments.size());
  result.insert(result.end(), jpeg.begin(), jpeg.begin() + 2);
  result.insert(result.end(), segments.begin(), segments.end());
  result.insert(result.end(), jpeg.begin() + 2, jpeg.end());
  return result;
}

}  // namespace

std::string identity_comment(bool is_photo, const PictureIdentity& identity) {
  using std::chrono::duration_cast;
  const auto steady =
      duration_cast<std::chrono::microseconds>(identity.taken.steady.time_since_epoch());
  return std::string("booth-virtual-camera ") + (is_photo ? "photo" : "frame") +
         " shot=" + std::to_string(identity.shot) + " frame=" + std::to_string(identity.frame) +
         " steady_us=" + std::to_string(steady.count()) +
         " utc_ms=" + std::to_string(identity.taken.utc.time_since_epoch().count());
}

Bytes label_photo(const Bytes& jpeg, PixelSize size, const PictureIdentity& identity,
                  const CameraLabel& label) {
  Bytes segments;
  add_segment(segments, kApp1, exif_of(size, identity, label));
  add_segment(segments, kComment, comment_bytes(true, identity));
  return insert_after_start(jpeg, segments);
}

Bytes label_frame(const Bytes& jpeg, const PictureIdentity& identity) {
  Bytes segments;
  add_segment(segments, kComment, comment_bytes(false, identity));
  return insert_after_start(jpeg, segments);
}

std::optional<std::string> find_comment(std::span<const std::byte> jpeg) {
  std::size_t at = 2;
  while (at + 4 <= jpeg.size() && jpeg[at] == kMarker && jpeg[at + 1] != kStartOfScan) {
    const std::size_t length = (std::to_integer<std::size_t>(jpeg[at + 2]) << 8) |
                               std::to_integer<std::size_t>(jpeg[at + 3]);
    if (length < 2 || at + 2 + length > jpeg.size()) return std::nullopt;
    if (jpeg[at + 1] == kComment)
      return std::string(reinterpret_cast<const char*>(jpeg.data() + at + 4), length - 2);
    at += 2 + length;
  }
  return std::nullopt;
}

}  // namespace booth::virtual_camera
