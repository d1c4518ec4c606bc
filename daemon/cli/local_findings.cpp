#include "daemon/cli/local_findings.hpp"

#include <sys/statvfs.h>
#include <sys/timex.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include "daemon/cli/machine_findings.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kTooHotMilli = 85'000;  // most mini PCs throttle at 90 to 100 degrees
/// Desktop programs that open a camera as soon as it is plugged in. The kernel keeps 15 characters
/// of a name.
constexpr std::array<std::string_view, 6> kCameraTakers{
    "gvfs-gphoto2-vo", "gvfsd-gphoto2", "gphoto2", "darktable", "digikam", "entangle"};

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::vector<std::string> running_programs(const fs::path& root) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root / "proc", failed))
    if (const auto name = first_line(entry.path() / "comm"); !name.empty()) names.push_back(name);
  return names;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Finding camera_takers(const std::vector<std::string>& running) {
  Finding finding{"Other users", Level::Fine, "no other program takes the camera", ""};
  for (const auto taker : kCameraTakers) {
    if (!has(running, taker)) continue;
    finding.level = Level::Look;
    finding.text = std::string(taker) + " runs and takes the camera away when it is plugged in";
    finding.what_to_do =
        taker.starts_with("gvfs")
            ? "Run `systemctl --user mask --now gvfs-gphoto2-volume-monitor` as the user of the "
              "desktop, or remove the package gvfs-backends."
            : "Close " + std::string(taker) + ".";
  }
  return finding;
}

Finding clock() {
  ::timex state{};
  const bool is_synchronised = ::adjtimex(&state) != -1 && (state.status & STA_UNSYNC) == 0;
  if (is_synchronised) return {"Clock", Level::Fine, "set by the network", ""};
  return {"Clock", Level::Look,
          "not set by the network since the start; dates on sheets may be wrong",
          "Compare `date` with a watch. It sets itself when the network is there; by hand: "
          "`timedatectl set-time`."};
}

Finding file_system(const fs::path& root) {
  struct ::statvfs facts {};
  const bool is_known = ::statvfs(root.c_str(), &facts) == 0;
  if (!is_known || (facts.f_flag & ST_RDONLY) == 0)
    return {"Files", Level::Fine, "the disk can be written", ""};
  return {
      "Files", Level::Broken,
      "the disk is read-only: the kernel saw errors on it, or it is mounted so",
      "Look for errors with `journalctl -k -p err`; the disk may be dying: save the photos first."};
}

Finding heat(const fs::path& root) {
  int hottest = 0;
  std::error_code failed;
  for (const auto& zone : fs::directory_iterator(root / "sys/class/thermal", failed))
    hottest = std::max(hottest, std::atoi(first_line(zone.path() / "temp").c_str()));
  if (hottest == 0) return {"Heat", Level::Fine, "no thermometer in this machine", ""};
  const auto text = std::to_string(hottest / 1000) + " degrees Celsius";
  if (hottest < kTooHotMilli) return {"Heat", Level::Fine, text, ""};
  return {"Heat", Level::Look, text + ": the machine slows down",
          "Free its vents and give it air."};
}

Finding spooler(const std::vector<std::string>& running) {
  if (has(running, "cupsd")) return {"Spooler", Level::Fine, "cupsd runs", ""};
  return {"Spooler", Level::Look, "cupsd does not run: nothing can be printed on this machine",
          "Start it with `systemctl start cups`; if it ends again, see `journalctl -u cups`."};
}

}  // namespace

Finding usb_cameras(const fs::path& root) {
  int count = 0;  // interface class 6 is "still image": a camera in PTP mode
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root / "sys/bus/usb/devices", failed))
    if (first_line(entry.path() / "bInterfaceClass") == "06") ++count;
  if (count > 0) return {"USB", Level::Fine, "a camera is plugged in", ""};
  return {"USB", Level::Look, "no camera is plugged in by USB",
          "Switch the camera on, check its cable at both ends, and set its USB mode to PTP (not "
          "mass storage)."};
}

std::vector<Finding> local_findings(const fs::path& root, bool is_camera_missing) {
  const auto running = running_programs(root);
  std::vector<Finding> findings{camera_takers(running), camera_holders(root)};
  if (is_camera_missing) findings.push_back(usb_cameras(root));
  findings.insert(findings.end(), {spooler(running), clock(), file_system(root), disk_room(root),
                                   permissions(root), driver_versions(root), heat(root)});
  return findings;
}

Finding unreachable_finding(const fs::path& root, const std::string& error) {
  Finding finding{"boothd", Level::Broken, error, ""};
  std::error_code failure;
  if (fs::exists(root / "var/lib/boothd.restoring/ready", failure)) {
    finding.text = "a restore was interrupted: a part of the booth is not in its place yet";
    finding.what_to_do = "Run `booth-backup finish`, then `systemctl start boothd`.";
    return finding;
  }
  // booth-release leaves it when ten starts were in vain, and the way back with it.
  if (const auto failed = first_line(root / "run/boothd-failed"); !failed.empty()) {
    const auto way_back = failed.find("; ");
    finding.text = "boothd does not start: " + failed.substr(0, way_back);
    finding.what_to_do =
        way_back == std::string::npos ? "" : "Do this: " + failed.substr(way_back + 2) + ".";
    return finding;
  }
  if (has(running_programs(root), "boothd"))
    finding.what_to_do =
        "boothd runs, but not on this socket, or it hangs: see `systemctl status boothd`; systemd "
        "restarts it by itself when it hangs.";
  else
    finding.what_to_do =
        "Start it with `systemctl start boothd`. If it ends again, `journalctl -u boothd -n 30` "
        "says why; "
        "a wrong configuration is named with file and line.";
  return finding;
}

}  // namespace booth::cli
