#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

#include "drivers/virtual_camera/control_commands.hpp"
#include "drivers/virtual_camera/ptp_engine.hpp"
#include "tests/drivers/usb_camera/usb_bus.hpp"
#include "tests/drivers/usb_camera/usb_function.hpp"
#include "tests/drivers/usb_camera/usbfs_node.hpp"

namespace booth::virtual_camera {

/// A body with its cable: on the bus, or pulled out.
///
/// @thread  that of the loop
class UsbCamera {
 public:
  /// @param socket  of the hub, from 1. @param next_device  counted on with each plug; shared by
  /// the cameras of a bus
  UsbCamera(boost::asio::io_context& loop, UsbBus& bus, int& next_device,
            const CameraSettings& settings, PhotoSource& source, int socket);

  void plug();
  void unplug();
  /// For the control socket.
  Cable cable();
  PtpEngine& engine() { return engine_; }

 private:
  void fall_off();
  boost::json::object describe() const;

  boost::asio::io_context& loop_;
  UsbBus& bus_;
  int& next_device_;
  UsbIdentity identity_;
  int socket_;
  PtpEngine engine_;
  UsbFunction function_;
  int device_ = 0;
  /// Nodes stay: clients may have an old one open, and hear there that the device is gone.
  std::vector<std::unique_ptr<UsbfsNode>> nodes_;
  bool is_plugged_ = false;
};

}  // namespace booth::virtual_camera
