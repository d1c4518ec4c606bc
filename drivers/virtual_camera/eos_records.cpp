#include "drivers/virtual_camera/eos_records.hpp"

#include <string_view>

#include "drivers/virtual_camera/eos_codes.hpp"

namespace booth::virtual_camera::eos {
namespace {

constexpr std::size_t kRecordHead = 8;
constexpr std::uint32_t kOlcBodyBytes = 4 + 4 + 6;
constexpr std::uint16_t kOlcFocusMask = 0x0100;
constexpr std::uint32_t kImageFormatEntryBytes = 16;

void write_ascii(PtpWriter& writer, std::string_view text) {
  for (const char character : text) writer.u8(static_cast<std::uint8_t>(character));
  writer.u8(0);
  while (writer.size() % 4 != 0) writer.u8(0);
}

void write_image_format_entry(PtpWriter& writer, std::int64_t size_and_compression) {
  const auto size = static_cast<std::uint32_t>((size_and_compression >> 4) & 0xF);
  const auto compression = static_cast<std::uint32_t>(size_and_compression & 0xF);
  const bool is_raw = (compression & 8) != 0;
  writer.u32(kImageFormatEntryBytes).u32(is_raw ? 6 : 1).u32(size).u32(compression & 7);
}

void write_image_format(PtpWriter& writer, std::int64_t condensed) {
  const bool has_second = (condensed & 0xFF) != 0;
  writer.u32(has_second ? 2 : 1);
  write_image_format_entry(writer, condensed >> 8);
  if (has_second) write_image_format_entry(writer, condensed & 0xFF);
}

std::uint16_t read_image_format_entry(PtpReader& reader) {
  reader.u32();  // its size, always 16
  const bool is_raw = reader.u32() == 6;
  const std::uint32_t size = reader.u32() & 0xF;
  const std::uint32_t compression = (reader.u32() & 7) | (is_raw ? 8U : 0U);
  return static_cast<std::uint16_t>((size << 4) | compression);
}

std::uint16_t read_image_format(PtpReader& reader) {
  const bool has_second = reader.u32() == 2;
  const std::uint16_t first = read_image_format_entry(reader);
  const std::uint16_t second = has_second ? read_image_format_entry(reader) : std::uint16_t{0};
  return static_cast<std::uint16_t>((first << 8) | second);
}

void write_number(PtpWriter& writer, std::uint16_t code, std::int64_t number) {
  if (code == kImageFormat)
    write_image_format(writer, number);
  else
    writer.u32(static_cast<std::uint32_t>(number));  // every number takes four bytes here
}

std::uint32_t claimed_size(const StoredObject& object) {
  const auto real_size = static_cast<std::int64_t>(object.bytes ? object.bytes->size() : 0);
  return static_cast<std::uint32_t>(real_size + object.size_lie);
}

}  // namespace

Bytes make_record(std::uint32_t type, const Bytes& body) {
  PtpWriter writer;
  writer.u32(static_cast<std::uint32_t>(kRecordHead + body.size())).u32(type);
  return writer.bytes(body).take();
}

Bytes end_record() {
  return make_record(0, {});
}

Bytes property_record(std::uint16_t code, const Property& property) {
  PtpWriter writer;
  writer.u32(code);
  if (const auto* text = std::get_if<std::string>(&property.value))
    write_ascii(writer, *text);
  else
    write_number(writer, code, std::get<std::int64_t>(property.value));
  return make_record(kPropertyChanged, writer.take());
}

std::optional<Bytes> allowed_values_record(std::uint16_t code, const Property& property) {
  const auto* choices = std::get_if<ValueChoices>(&property.allowed);
  if (choices == nullptr) return std::nullopt;
  PtpWriter writer;
  writer.u32(code).u32(3).u32(static_cast<std::uint32_t>(choices->values.size()));
  for (const PropertyValue& value : choices->values)
    write_number(writer, code, std::get<std::int64_t>(value));
  return make_record(kAllowedValuesChanged, writer.take());
}

Bytes transfer_record(const StoredObject& object) {
  PtpWriter writer;
  writer.u32(object.handle).u16(object.format).u16(0).u32(0).u32(claimed_size(object)).u32(0);
  write_ascii(writer, object.name);
  return make_record(kRequestObjectTransfer, writer.take());
}

Bytes object_added_record(const StoredObject& object) {
  PtpWriter writer;
  writer.u32(object.handle).u32(object.storage).u16(object.format).u16(0);
  writer.u32(0).u32(0).u32(claimed_size(object)).u32(object.parent).u32(0);
  write_ascii(writer, object.name);
  return make_record(kObjectAdded, writer.take());
}

Bytes object_removed_record(std::uint32_t handle) {
  return make_record(kObjectRemoved, PtpWriter().u32(handle).take());
}

Bytes camera_status_record(bool is_busy) {
  return make_record(kCameraStatusChanged, PtpWriter().u32(is_busy ? 1 : 0).take());
}

Bytes focus_record(bool is_in_focus) {
  PtpWriter writer;
  writer.u32(kOlcBodyBytes).u16(kOlcFocusMask).u16(0);
  // Six bytes; the fifth says "in focus", the fourth being 2 says "gave up".
  writer.u8(0).u8(0).u8(0).u8(is_in_focus ? 0 : 2).u8(is_in_focus ? 1 : 0).u8(0);
  return make_record(kOlcChanged, writer.take());
}

std::optional<std::pair<std::uint16_t, Bytes>> parse_set_property(std::span<const std::byte> data) {
  PtpReader reader(data);
  reader.u32();  // whole size
  const auto code = static_cast<std::uint16_t>(reader.u32());
  if (!reader.is_ok()) return std::nullopt;
  if (code != kImageFormat) {
    const std::span<const std::byte> value = reader.rest();
    return std::pair(code, Bytes(value.begin(), value.end()));
  }
  const std::uint16_t condensed = read_image_format(reader);
  if (!reader.is_ok()) return std::nullopt;
  return std::pair(code, PtpWriter().u16(condensed).take());
}

}  // namespace booth::virtual_camera::eos
