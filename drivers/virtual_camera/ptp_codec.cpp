#include "drivers/virtual_camera/ptp_codec.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace booth::virtual_camera {
namespace {

constexpr std::size_t kLongestText = 254;  // the length byte counts the final zero too

}  // namespace

PtpWriter& PtpWriter::little_endian(std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i)
    bytes_.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xFF));
  return *this;
}

PtpWriter& PtpWriter::u8(std::uint8_t value) {
  return little_endian(value, 1);
}
PtpWriter& PtpWriter::u16(std::uint16_t value) {
  return little_endian(value, 2);
}
PtpWriter& PtpWriter::u32(std::uint32_t value) {
  return little_endian(value, 4);
}
PtpWriter& PtpWriter::u64(std::uint64_t value) {
  return little_endian(value, 8);
}

PtpWriter& PtpWriter::text(std::string_view ascii) {
  if (ascii.empty()) return u8(0);
  const std::string_view sent = ascii.substr(0, kLongestText);
  u8(static_cast<std::uint8_t>(sent.size() + 1));
  for (const char character : sent) u16(static_cast<unsigned char>(character));
  return u16(0);
}

PtpWriter& PtpWriter::u16_array(std::span<const std::uint16_t> values) {
  u32(static_cast<std::uint32_t>(values.size()));
  for (const std::uint16_t value : values) u16(value);
  return *this;
}

PtpWriter& PtpWriter::u32_array(std::span<const std::uint32_t> values) {
  u32(static_cast<std::uint32_t>(values.size()));
  for (const std::uint32_t value : values) u32(value);
  return *this;
}

PtpWriter& PtpWriter::bytes(std::span<const std::byte> values) {
  bytes_.insert(bytes_.end(), values.begin(), values.end());
  return *this;
}

std::uint64_t PtpReader::little_endian(std::size_t width) {
  if (bytes_.size() < width) {
    is_ok_ = false;
    bytes_ = {};
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value |= static_cast<std::uint64_t>(bytes_[i]) << (8 * i);
  bytes_ = bytes_.subspan(width);
  return value;
}

std::string PtpReader::text() {
  const std::size_t length = u8();
  std::string result;
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint16_t character = u16();
    if (character == 0) continue;  // the final zero, or past the end
    result.push_back(character < 0x80 ? static_cast<char>(character) : '?');
  }
  return result;
}

std::string to_ptp_time(UtcTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::seconds>(time));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%S", &parts);
  return std::string(text.data(), length);
}

}  // namespace booth::virtual_camera
