#include "drivers/virtual_camera/property_table.hpp"

#include <algorithm>

#include "drivers/virtual_camera/ptp_codes.hpp"

namespace booth::virtual_camera {
namespace {

bool is_allowed(const Property& property, const PropertyValue& value) {
  if (const auto* range = std::get_if<ValueRange>(&property.allowed)) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number != nullptr && *number >= range->lowest && *number <= range->highest;
  }
  if (const auto* choices = std::get_if<ValueChoices>(&property.allowed))
    return std::find(choices->values.begin(), choices->values.end(), value) !=
           choices->values.end();
  return true;
}

int width_of(PropertyType type) {
  switch (type) {
    case PropertyType::Int8:
    case PropertyType::Uint8:
      return 1;
    case PropertyType::Int16:
    case PropertyType::Uint16:
      return 2;
    case PropertyType::Int32:
    case PropertyType::Uint32:
      return 4;
    case PropertyType::Text:
      return 0;
  }
  return 0;
}

bool is_signed(PropertyType type) {
  return type == PropertyType::Int8 || type == PropertyType::Int16 || type == PropertyType::Int32;
}

}  // namespace

void PropertyTable::add(std::uint16_t code, Property property) {
  properties_.insert_or_assign(code, std::move(property));
}

const Property* PropertyTable::find(std::uint16_t code) const {
  const auto found = properties_.find(code);
  return found == properties_.end() ? nullptr : &found->second;
}

std::vector<std::uint16_t> PropertyTable::codes() const {
  std::vector<std::uint16_t> codes;
  for (const auto& entry : properties_) codes.push_back(entry.first);
  return codes;
}

std::int64_t PropertyTable::number(std::uint16_t code) const {
  const Property* property = find(code);
  if (property == nullptr) return 0;
  const auto* number = std::get_if<std::int64_t>(&property->value);
  return number == nullptr ? 0 : *number;
}

void PropertyTable::set(std::uint16_t code, PropertyValue value) {
  const auto found = properties_.find(code);
  if (found != properties_.end()) found->second.value = std::move(value);
}

std::uint16_t PropertyTable::set_from_client(std::uint16_t code, std::span<const std::byte> data) {
  const auto found = properties_.find(code);
  if (found == properties_.end()) return rc::kPropertyNotSupported;
  Property& property = found->second;
  if (!property.is_writable) return rc::kAccessDenied;
  PtpReader reader(data);
  std::optional<PropertyValue> value = read_value(reader, property.type);
  if (!value) return rc::kInvalidPropertyFormat;
  if (!is_allowed(property, *value)) return rc::kInvalidPropertyValue;
  property.value = std::move(*value);
  return rc::kOk;
}

void write_value(PtpWriter& writer, PropertyType type, const PropertyValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    writer.text(*text);
    return;
  }
  const auto number = static_cast<std::uint64_t>(std::get<std::int64_t>(value));
  switch (width_of(type)) {
    case 1:
      writer.u8(static_cast<std::uint8_t>(number));
      break;
    case 2:
      writer.u16(static_cast<std::uint16_t>(number));
      break;
    default:
      writer.u32(static_cast<std::uint32_t>(number));
      break;
  }
}

std::optional<PropertyValue> read_value(PtpReader& reader, PropertyType type) {
  PropertyValue value;
  switch (width_of(type)) {
    case 0:
      value = reader.text();
      break;
    case 1:
      value = std::int64_t{reader.u8()};
      break;
    case 2:
      value = std::int64_t{reader.u16()};
      break;
    default:
      value = std::int64_t{reader.u32()};
      break;
  }
  if (!reader.is_ok()) return std::nullopt;
  if (is_signed(type)) {
    auto& number = std::get<std::int64_t>(value);
    const std::int64_t half = std::int64_t{1} << (8 * width_of(type) - 1);
    if (number >= half) number -= 2 * half;
  }
  return value;
}

Bytes to_description(std::uint16_t code, const Property& property) {
  PtpWriter writer;
  writer.u16(code).u16(static_cast<std::uint16_t>(property.type)).u8(property.is_writable ? 1 : 0);
  write_value(writer, property.type,
              property.value);  // factory default: what it was is nobody's need
  write_value(writer, property.type, property.value);
  if (const auto* range = std::get_if<ValueRange>(&property.allowed)) {
    writer.u8(1);
    for (const std::int64_t bound : {range->lowest, range->highest, range->step})
      write_value(writer, property.type, bound);
  } else if (const auto* choices = std::get_if<ValueChoices>(&property.allowed)) {
    writer.u8(2).u16(static_cast<std::uint16_t>(choices->values.size()));
    for (const PropertyValue& choice : choices->values) write_value(writer, property.type, choice);
  } else {
    writer.u8(0);
  }
  return writer.take();
}

}  // namespace booth::virtual_camera
