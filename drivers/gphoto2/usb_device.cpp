#include "drivers/gphoto2/usb_device.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace booth {
namespace {

namespace fs = std::filesystem;

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Bus and device are three digits each; anything else (usbscsi:, usbdiskdirect:) has no such node.
bool is_usb_port(const std::string& port) {
  return port.size() == 11 && port.starts_with("usb:") && port[7] == ',' &&
         is_number(port.substr(4, 3)) && is_number(port.substr(8, 3));
}

int number_in(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string_view significant(std::string_view serial) {
  const auto is_filling = [](char c) { return c == '0' || c == ' '; };
  while (!serial.empty() && is_filling(serial.front())) serial.remove_prefix(1);
  while (!serial.empty() && serial.back() == ' ') serial.remove_suffix(1);
  return serial;
}

}  // namespace

std::string usb_device_path(const std::string& port) {
  if (!is_usb_port(port)) return {};
  return "/dev/bus/usb/" + port.substr(4, 3) + "/" + port.substr(8, 3);
}

std::string usb_serial(const std::string& port) {
  if (!is_usb_port(port)) return {};
  const int bus = number_in(port.substr(4, 3));
  const int device = number_in(port.substr(8, 3));
  std::error_code failed;
  for (fs::directory_iterator found("/sys/bus/usb/devices", failed), end; !failed && found != end;
       found.increment(failed)) {
    const auto& folder = found->path();
    if (number_in(first_line(folder / "busnum")) == bus &&
        number_in(first_line(folder / "devnum")) == device)
      return first_line(folder / "serial");
  }
  return {};
}

bool is_same_serial(const std::string& one, const std::string& other) {
  return !significant(one).empty() && significant(one) == significant(other);
}

}  // namespace booth
