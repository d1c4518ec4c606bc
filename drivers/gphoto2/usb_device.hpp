#pragma once

#include <string>

namespace booth {

/// "usb:001,004" to "/dev/bus/usb/001/004"; empty for other ports.
std::string usb_device_path(const std::string& port);

/// The serial number that the device at this port shows to everybody, without being opened. Empty
/// when it shows none (many Canon bodies), or the port is no USB port.
std::string usb_serial(const std::string& port);

/// True when both name the same body: makers fill their numbers with zeros on one side and not on
/// the other.
bool is_same_serial(const std::string& one, const std::string& other);

}  // namespace booth
