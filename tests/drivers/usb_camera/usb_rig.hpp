#pragma once

#include <stdlib.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/drivers/gphoto2/camera_rig.hpp"

namespace booth::testing {

/// usb-virtual-camera as a process, and the bus that this test program and the programs it starts
/// see instead of the machine's own. They all run with umockdev's preload library.
class UsbVirtualCamera : public CameraProgram {
 public:
  explicit UsbVirtualCamera(const std::string& profile, std::vector<std::string> more = {})
      : CameraProgram({.program = BOOTH_BIN_DIR "/usb-virtual-camera",
                       .profile = profile,
                       .options = std::move(more),
                       .environment = preloaded()}) {
    ::setenv("UMOCKDEV_DIR", said_when_ready().c_str(), 1);
  }
  ~UsbVirtualCamera() { ::unsetenv("UMOCKDEV_DIR"); }

  void plug(int body = 1) { tell(R"({"do": "plug"})", body); }
  void unplug(int body = 1) { tell(R"({"do": "unplug"})", body); }
  int count(const char* what, int body = 1) {
    return tell(R"({"do": "usb"})", body).at(what).to_number<int>();
  }

 private:
  /// ctest sets it; by hand: LD_PRELOAD=libumockdev-preload.so.0
  static std::vector<std::string> preloaded() {
    const char* preload = ::getenv("LD_PRELOAD");
    if (preload == nullptr)
      throw std::runtime_error("run this test with LD_PRELOAD=libumockdev-preload.so.0");
    std::vector<std::string> environment = {std::string("LD_PRELOAD=") + preload};
    for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"})
      if (const char* value = ::getenv(name))
        environment.push_back(std::string(name) + "=" + value);
    return environment;
  }
};

inline GphotoOptions usb_options() {
  return options_for("auto", "auto");
}

}  // namespace booth::testing
