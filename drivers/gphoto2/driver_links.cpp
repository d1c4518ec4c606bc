#include "drivers/gphoto2/driver_links.hpp"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <initializer_list>
#include <system_error>

#include <gphoto2/gphoto2-port-version.h>
#include <gphoto2/gphoto2-version.h>
#include <gphoto2/gphoto2.h>

namespace booth {
namespace {

namespace fs = std::filesystem;

bool g_has_few_drivers = false;  // as process-wide as the environment it speaks of

/// Where the library that `symbol` is in was loaded from.
fs::path library_folder(const void* symbol) {
  Dl_info found{};
  if (::dladdr(symbol, &found) == 0 || found.dli_fname == nullptr) return {};
  return fs::path(found.dli_fname).parent_path();
}

bool make_link(const fs::path& target, const fs::path& link) {
  std::error_code failure;
  if (!fs::exists(target, failure)) return false;
  if (fs::read_symlink(link, failure) == target) return true;
  // Renamed into place: another worker may be loading from here.
  const fs::path fresh = link.string() + "." + std::to_string(::getpid());
  fs::remove(fresh, failure);
  fs::create_symlink(target, fresh, failure);
  if (!failure) fs::rename(fresh, link, failure);
  return !failure;
}

bool make_links(const fs::path& from, std::initializer_list<const char*> names,
                const fs::path& into) {
  std::error_code failure;
  fs::create_directories(into, failure);
  for (const char* name : names)
    if (failure || !make_link(from / name, into / name)) return false;
  return true;
}

}  // namespace

void use_few_drivers(const std::string& folder) {
  if (::getenv("CAMLIBS") != nullptr || ::getenv("IOLIBS") != nullptr) return;
  const auto cameras = fs::path(folder) / "cameras";
  const auto ports = fs::path(folder) / "ports";
  const auto camera_drivers = library_folder(reinterpret_cast<const void*>(&gp_camera_new)) /
                              "libgphoto2" / gp_library_version(GP_VERSION_SHORT)[0];
  const auto port_drivers = library_folder(reinterpret_cast<const void*>(&gp_port_new)) /
                            "libgphoto2_port" / gp_port_library_version(GP_VERSION_SHORT)[0];
  if (!make_links(camera_drivers, {"ptp2.so"}, cameras) ||
      !make_links(port_drivers, {"usb1.so", "ptpip.so"}, ports))
    return;
  ::setenv("CAMLIBS", cameras.c_str(), 1);
  ::setenv("IOLIBS", ports.c_str(), 1);
  g_has_few_drivers = true;
}

bool use_all_drivers() {
  if (!g_has_few_drivers) return false;
  ::unsetenv("CAMLIBS");
  ::unsetenv("IOLIBS");
  g_has_few_drivers = false;
  return true;
}

}  // namespace booth
