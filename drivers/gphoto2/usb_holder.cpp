#include "drivers/gphoto2/usb_holder.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace booth {
namespace {

namespace fs = std::filesystem;

bool is_number(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_open(const fs::path& process, const fs::path& wanted) {
  std::error_code failed;
  // Processes end while we look; what cannot be read is not ours to judge.
  for (fs::directory_iterator fds(process / "fd", failed), end; !failed && fds != end;
       fds.increment(failed)) {
    std::error_code unreadable;
    if (fs::read_symlink(fds->path(), unreadable) == wanted && !unreadable) return true;
  }
  return false;
}

std::string name_of(const fs::path& process) {
  std::string name;
  std::ifstream comm(process / "comm");
  std::getline(comm, name);
  return name.empty() ? "a program" : name;
}

}  // namespace

std::string usb_device_path(const std::string& port) {
  // Bus and device are three digits each; anything else (usbscsi:, usbdiskdirect:) has no such
  // node.
  const bool has_form = port.size() == 11 && port.starts_with("usb:") && port[7] == ',' &&
                        is_number(port.substr(4, 3)) && is_number(port.substr(8, 3));
  return has_form ? "/dev/bus/usb/" + port.substr(4, 3) + "/" + port.substr(8, 3) : "";
}

std::string find_usb_holder(const std::string& device_path) {
  if (device_path.empty()) return {};
  const auto self = std::to_string(::getpid());
  std::error_code failed;
  for (fs::directory_iterator processes("/proc", failed), end; !failed && processes != end;
       processes.increment(failed)) {
    const auto pid = processes->path().filename().string();
    if (!is_number(pid) || pid == self || !has_open(processes->path(), device_path)) continue;
    return name_of(processes->path()) + ", pid " + pid;
  }
  return {};
}

}  // namespace booth
