#pragma once

#include <string>

#include "tests/drivers/usb_camera/umockdev_handles.hpp"

namespace booth::virtual_camera {

/// How a camera shows itself on the bus.
struct UsbIdentity {
  std::string vendor;   ///< four hexadecimal digits, as in sysfs
  std::string product;  ///< likewise
  std::string manufacturer;
  std::string model;
  std::string serial;
};

/// A USB bus that exists only for programs that run with umockdev's preload library and this bus's
/// folder in UMOCKDEV_DIR: udev, sysfs and /dev/bus/usb show what was plugged in here, and nothing
/// else.
class UsbBus {
 public:
  UsbBus() : testbed_(umockdev_testbed_new()) {}

  /// What UMOCKDEV_DIR must be.
  std::string folder() const;

  /// A device comes: its node appears, and udev tells of it.
  /// @param socket  of the hub, from 1; a cable stays in its socket
  /// @param device  number on the bus; the kernel counts on with each time that a device comes
  /// @throws std::runtime_error  when umockdev refuses
  void plug(const UsbIdentity& identity, int socket, int device, ::UMockdevIoctlBase* node);
  void unplug(int socket);

  /// How many programs have the device's node open now.
  int programs_at(int device) const;

 private:
  TestbedHandle testbed_;
};

}  // namespace booth::virtual_camera
