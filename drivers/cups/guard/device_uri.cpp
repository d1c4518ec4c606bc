#include "drivers/cups/guard/device_uri.hpp"

#include <algorithm>
#include <string_view>

namespace booth::guard {
namespace {

constexpr std::string_view kPrefix = "booth-guard:/";

bool is_scheme_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '-' || c == '.';
}

}  // namespace

Result<GuardedDevice> unwrap(const std::string& device_uri) {
  if (!device_uri.starts_with(kPrefix))
    return make_error(Errc::BadInput,
                      "device URI " + device_uri + " does not begin with " + std::string(kPrefix));
  GuardedDevice device{.uri = device_uri.substr(kPrefix.size())};
  device.backend = device.uri.substr(0, device.uri.find(':'));
  // The name becomes a path that is executed, so it must not be able to leave the backend folder.
  const bool is_name =
      !device.backend.empty() && device.backend.size() < device.uri.size() &&
      device.backend.front() != '.' &&
      std::all_of(device.backend.begin(), device.backend.end(), is_scheme_character);
  if (!is_name || device.backend == "booth-guard")
    return make_error(Errc::BadInput, "device URI " + device_uri + " names no backend to guard");
  return device;
}

bool speaks_ipp(const GuardedDevice& device) {
  const auto& name = device.backend;
  if (name == "ipp" || name == "ipps" || name == "http" || name == "https") return true;
  // "dnssd://Selphy._ipp._tcp.local/": looked up, and handed over to the ipp backend.
  return device.uri.find("._ipp._tcp") != std::string::npos ||
         device.uri.find("._ipps._tcp") != std::string::npos;
}

std::string wrap(const std::string& device_uri) {
  return std::string(kPrefix) + device_uri;
}

}  // namespace booth::guard
