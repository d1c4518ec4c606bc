#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "drivers/virtual_camera/object_store.hpp"
#include "drivers/virtual_camera/property_table.hpp"

namespace booth::virtual_camera::eos {

/// One record of a GetEvent answer: size, type, body.
Bytes make_record(std::uint32_t type, const Bytes& body);
/// The record that must come last, or the client drops the one before.
Bytes end_record();

Bytes property_record(std::uint16_t code, const Property& property);
/// @returns nothing for a property without a list of values
std::optional<Bytes> allowed_values_record(std::uint16_t code, const Property& property);
/// A photo waits in the body's memory for the computer to fetch it.
Bytes transfer_record(const StoredObject& object);
/// A file was written to the card.
Bytes object_added_record(const StoredObject& object);
Bytes object_removed_record(std::uint32_t handle);
/// @param is_busy  a shot is on its way
Bytes camera_status_record(bool is_busy);
Bytes focus_record(bool is_in_focus);

/// Body of SetDevicePropValueEx: size, property code, value in the type's own width or an image
/// format structure.
/// @returns the code and the value as little-endian bytes of the property's type; nothing when it
/// is malformed
std::optional<std::pair<std::uint16_t, Bytes>> parse_set_property(std::span<const std::byte> data);

}  // namespace booth::virtual_camera::eos
