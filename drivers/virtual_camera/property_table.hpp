#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "drivers/virtual_camera/ptp_codec.hpp"

namespace booth::virtual_camera {

/// PTP data type codes.
enum class PropertyType : std::uint16_t {
  Int8 = 0x0001,
  Uint8 = 0x0002,
  Int16 = 0x0003,
  Uint16 = 0x0004,
  Int32 = 0x0005,
  Uint32 = 0x0006,
  Text = 0xFFFF,
};

using PropertyValue = std::variant<std::int64_t, std::string>;

struct AnyValue {};
struct ValueRange {
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  std::int64_t step = 1;
};
struct ValueChoices {
  std::vector<PropertyValue> values;
};

struct Property {
  PropertyType type = PropertyType::Uint32;
  bool is_writable = false;
  PropertyValue value;
  std::variant<AnyValue, ValueRange, ValueChoices> allowed;
};

/// The settings of a camera body, by PTP property code.
class PropertyTable {
 public:
  void add(std::uint16_t code, Property property);

  const Property* find(std::uint16_t code) const;
  std::vector<std::uint16_t> codes() const;

  /// @returns 0 for an unknown or textual property
  std::int64_t number(std::uint16_t code) const;
  /// Sets what the body itself decides (battery, status); no check against the allowed values.
  void set(std::uint16_t code, PropertyValue value);
  /// Sets what a client wants. @returns a PTP response code; kOk when the value was taken
  std::uint16_t set_from_client(std::uint16_t code, std::span<const std::byte> data);

 private:
  std::map<std::uint16_t, Property> properties_;
};

void write_value(PtpWriter& writer, PropertyType type, const PropertyValue& value);
/// @returns nothing when the bytes are too few
std::optional<PropertyValue> read_value(PtpReader& reader, PropertyType type);
/// The DevicePropDesc dataset of ISO 15740.
Bytes to_description(std::uint16_t code, const Property& property);

}  // namespace booth::virtual_camera
