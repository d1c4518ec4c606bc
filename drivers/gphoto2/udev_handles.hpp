#pragma once

#include <memory>

#include <libudev.h>

namespace booth {

struct UdevUnref {
  void operator()(::udev* context) const noexcept { udev_unref(context); }
};
struct UdevMonitorUnref {
  void operator()(::udev_monitor* monitor) const noexcept { udev_monitor_unref(monitor); }
};
struct UdevDeviceUnref {
  void operator()(::udev_device* device) const noexcept { udev_device_unref(device); }
};

using UdevHandle = std::unique_ptr<::udev, UdevUnref>;
using UdevMonitorHandle = std::unique_ptr<::udev_monitor, UdevMonitorUnref>;
using UdevDeviceHandle = std::unique_ptr<::udev_device, UdevDeviceUnref>;

}  // namespace booth
