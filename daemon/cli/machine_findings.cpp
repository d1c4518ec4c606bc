#include "daemon/cli/machine_findings.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "daemon/cli/people_text.hpp"
#include "daemon/runtime/device_holder.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;

/// booth-camera-worker: the kernel keeps 15 characters of a name.
constexpr std::string_view kOurWorker = "booth-camera-wo";

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/// "dev/bus/usb/001/004" of every device that is a camera (interface class 6, still image).
std::set<std::string> camera_nodes(const fs::path& root) {
  std::set<std::string> nodes;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root / "sys/bus/usb/devices", failed)) {
    if (first_line(entry.path() / "bInterfaceClass") != "06") continue;
    const auto name = entry.path().filename().string();
    const auto device = entry.path().parent_path() / name.substr(0, name.find(':'));
    const auto bus = std::atoi(first_line(device / "busnum").c_str());
    const auto number = std::atoi(first_line(device / "devnum").c_str());
    std::array<char, 32> node{};
    std::snprintf(node.data(), node.size(), "dev/bus/usb/%03d/%03d", bus, number);
    nodes.insert(node.data());
  }
  return nodes;
}

/// Installed packages and their versions, without starting dpkg.
std::map<std::string, std::string> packages(const fs::path& root) {
  std::map<std::string, std::string> versions;
  std::ifstream file(root / "var/lib/dpkg/status");
  std::string name;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Package: ")) name = line.substr(9);
    if (line.starts_with("Version: ")) versions[name] = line.substr(9);
  }
  return versions;
}

struct KnownBad {
  const char* package;
  const char* version;  ///< beginning of it
  const char* model;    ///< only where a printer of this name is set up; empty = always
  const char* what;
  const char* what_to_do;
};
constexpr KnownBad kKnownBad[] = {
    {"libgphoto2-6", "2.5.27", "", "leaks memory with every picture of the live view",
     "Install a newer libgphoto2-6."},
    {"libgphoto2-6", "2.5.32", "", "crashes while capturing",
     "Install libgphoto2-6 2.5.33 or newer, or Debian 12's 2.5.30."},
    {"printer-driver-gutenprint", "5.3.4", "QW410", "prints 4x4 instead of 4x6 on a DNP QW410",
     "Use a newer printer-driver-gutenprint for this printer."},
};

bool has_printer(const fs::path& root, const std::string& model) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root / "etc/cups/ppd", failed)) {
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.find(model) != std::string::npos) return true;
  }
  return false;
}

/// Members of a group, as /etc/group has them; nullopt when there is no such group.
std::set<std::string> groups_of(const fs::path& root, const std::string& user) {
  std::set<std::string> groups;
  std::ifstream file(root / "etc/group");
  for (std::string line; std::getline(file, line);) {
    const auto name = line.substr(0, line.find(':'));
    std::istringstream members(line.substr(line.rfind(':') + 1));
    for (std::string member; std::getline(members, member, ',');)
      if (member == user) groups.insert(name);
  }
  return groups;
}

bool has_user(const fs::path& root, const std::string& user) {
  std::ifstream file(root / "etc/passwd");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(user + ':')) return true;
  return false;
}

}  // namespace

Finding camera_holders(const fs::path& root) {
  bool has_seen_all = true;
  for (const auto& node : camera_nodes(root)) {
    const auto search = find_device_holder(root / node, root / "proc", kOurWorker);
    has_seen_all = has_seen_all && search.has_seen_all;
    if (!search.holder) continue;
    const auto pid = std::to_string(search.holder->pid);
    return {
        "Camera use", Level::Broken,
        search.holder->program + " (process " + pid + ") holds the camera: boothd cannot open it",
        "End it with `kill " + pid + "`, and remove it from what starts by itself."};
  }
  if (has_seen_all) return {"Camera use", Level::Fine, "no other program holds the camera", ""};
  return {"Camera use", Level::Fine,
          "none of your programs holds the camera; `sudo boothctl doctor` sees those of others",
          ""};
}

Finding driver_versions(const fs::path& root) {
  const auto installed = packages(root);
  for (const auto& bad : kKnownBad) {
    const auto found = installed.find(bad.package);
    if (found == installed.end() || !found->second.starts_with(bad.version)) continue;
    if (*bad.model != '\0' && !has_printer(root, bad.model)) continue;
    return {"Drivers", Level::Look, found->first + ' ' + found->second + ' ' + bad.what,
            bad.what_to_do};
  }
  return {"Drivers", Level::Fine, "no version that is known to be bad", ""};
}

Finding permissions(const fs::path& root) {
  if (!has_user(root, "booth"))
    return {"Permissions", Level::Fine, "boothd is not installed as a service here", ""};
  const auto groups = groups_of(root, "booth");
  for (const auto* group : {"plugdev", "lp", "lpadmin"}) {
    if (groups.contains(group)) continue;
    return {"Permissions", Level::Broken,
            std::string("the user booth is not in the group ") + group +
                (std::string(group) == "plugdev" ? ": it may not open cameras"
                                                 : ": it may not manage printers"),
            std::string("Run `adduser booth ") + group + "`, then `systemctl restart boothd`."};
  }
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root / "etc/boothd", failed)) {
    const auto name = entry.path().filename().string();
    const auto is_secret = name.find("token") != std::string::npos ||
                           name.find("secret") != std::string::npos || name.ends_with(".key");
    const auto mode = entry.status().permissions();
    if (!is_secret || (mode & fs::perms::others_read) == fs::perms::none) continue;
    return {"Permissions", Level::Look, "every user of this machine can read " + name,
            "Run `chmod o-rwx /etc/boothd/" + name + "`."};
  }
  return {"Permissions", Level::Fine, "cameras, printers and secrets as they should be", ""};
}

Finding disk_room(const fs::path& root) {
  struct ::statvfs room {};
  const auto state = root / "var/lib/boothd";
  if (::statvfs(fs::exists(state) ? state.c_str() : root.c_str(), &room) != 0 || room.f_blocks == 0)
    return {"Disk room", Level::Fine, "unknown", ""};
  const auto free = static_cast<std::int64_t>(room.f_bavail * room.f_frsize);
  if (room.f_files > 0 && room.f_favail * 50 < room.f_files)
    return {"Disk room", Level::Look, "the disk has hardly any room for further files",
            "Find folders with many small files: `du --inodes -x / | sort -n | tail`."};
  if (room.f_bavail * 20 < room.f_blocks)
    return {"Disk room", Level::Look, "only " + size_text(free) + " are free",
            "Empty the journal with `journalctl --vacuum-size=200M`, the packages' cache with "
            "`apt-get clean`; set keep_days so that pictures that are in the cloud are removed."};
  return {"Disk room", Level::Fine, size_text(free) + " free", ""};
}

}  // namespace booth::cli
