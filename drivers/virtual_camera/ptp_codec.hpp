#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "daemon/core/units.hpp"

namespace booth::virtual_camera {

/// Appends PTP values, little endian. Texts are UCS-2 with a length byte that counts the final
/// zero.
class PtpWriter {
 public:
  PtpWriter& u8(std::uint8_t value);
  PtpWriter& u16(std::uint16_t value);
  PtpWriter& u32(std::uint32_t value);
  PtpWriter& u64(std::uint64_t value);
  PtpWriter& text(std::string_view ascii);
  PtpWriter& u16_array(std::span<const std::uint16_t> values);
  PtpWriter& u32_array(std::span<const std::uint32_t> values);
  PtpWriter& bytes(std::span<const std::byte> values);

  std::size_t size() const { return bytes_.size(); }
  Bytes take() { return std::move(bytes_); }

 private:
  PtpWriter& little_endian(std::uint64_t value, int width);

  Bytes bytes_;
};

/// Reads what a client sent. Never throws: past the end every value is zero and `is_ok` turns false
/// for good.
class PtpReader {
 public:
  explicit PtpReader(std::span<const std::byte> bytes) : bytes_(bytes) {}
  explicit PtpReader(Bytes&&) = delete;  ///< would be gone before the first read

  std::uint8_t u8() { return static_cast<std::uint8_t>(little_endian(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(little_endian(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(little_endian(4)); }
  std::uint64_t u64() { return little_endian(8); }
  /// Characters beyond ASCII come back as '?'.
  std::string text();
  std::span<const std::byte> rest() const { return bytes_; }

  bool is_ok() const { return is_ok_; }

 private:
  std::uint64_t little_endian(std::size_t width);

  std::span<const std::byte> bytes_;
  bool is_ok_ = true;
};

/// `YYYYMMDDThhmmss`, the only form libgphoto2 reads.
std::string to_ptp_time(UtcTime time);

}  // namespace booth::virtual_camera
