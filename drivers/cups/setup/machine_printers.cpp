#include "drivers/cups/setup/machine_printers.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "drivers/cups/guard/device_uri.hpp"

namespace booth::setup {
namespace {

constexpr std::size_t kSerialEnd = 4;

std::string after_last_slash(const std::string& uri) {
  return uri.substr(uri.find_last_of('/') + 1);
}

bool has_name(const std::vector<Queue>& queues, const std::string& name) {
  return std::any_of(queues.begin(), queues.end(),
                     [&](const Queue& queue) { return queue.name == name; });
}

}  // namespace

std::vector<Queue> read_queues(const std::string& lpstat) {
  constexpr std::string_view kStart = "device for ";
  std::vector<Queue> queues;
  std::istringstream lines(lpstat);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(": ");
    if (!line.starts_with(kStart) || colon == std::string::npos) continue;
    queues.push_back({line.substr(kStart.size(), colon - kStart.size()), line.substr(colon + 2)});
  }
  return queues;
}

std::vector<std::string> read_devices(const std::string& listed) {
  std::vector<std::string> devices;
  std::istringstream lines(listed);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    std::string uri;
    if (words >> kind >> uri && kind == "direct") devices.push_back(uri);
  }
  return devices;
}

std::string bare(const std::string& device) {
  const auto guarded = guard::unwrap(device);
  return guarded ? guarded->uri : device;
}

std::string profile_in(const std::string& device) {
  const auto uri = bare(device);
  if (uri.starts_with("ipp://") || uri.starts_with("ipps://")) return "driverless";
  const auto host = uri.find("://");
  if (!uri.starts_with("gutenprint") || host == std::string::npos) return {};
  return uri.substr(host + 3, uri.find('/', host + 3) - host - 3);
}

std::string name_for(const std::string& device, const std::vector<Queue>& taken) {
  const auto model = profile_in(device);
  if (!has_name(taken, model)) return model;
  std::string serial;
  for (const char c : after_last_slash(bare(device)))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) serial += c;
  const auto stem =
      model + "-" + serial.substr(serial.size() - std::min(serial.size(), kSerialEnd));
  auto name = stem;
  for (int number = 2; has_name(taken, name); ++number) name = stem + "-" + std::to_string(number);
  return name;
}

}  // namespace booth::setup
