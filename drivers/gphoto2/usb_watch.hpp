#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "daemon/core/result.hpp"
#include "drivers/gphoto2/udev_handles.hpp"

namespace booth {

/// A device came to the USB bus, ready to be opened, or left it.
struct UsbChange {
  bool is_here = false;
  std::string node;  ///< "/dev/bus/usb/001/004"
};

/// Hears from udev of devices that are plugged in and pulled out. Where no udev runs nothing is
/// heard, and cameras are found by looking again and again.
///
/// @thread  that of the executor
class UsbWatch {
 public:
  /// @param when_changed  not called any more once the watch is gone
  /// @returns Io when there is no udev to listen to
  static Result<std::unique_ptr<UsbWatch>> start(boost::asio::any_io_executor executor,
                                                 std::function<void(UsbChange)> when_changed);
  ~UsbWatch();
  UsbWatch(const UsbWatch&) = delete;
  UsbWatch& operator=(const UsbWatch&) = delete;

 private:
  UsbWatch(boost::asio::any_io_executor executor, UdevHandle udev, UdevMonitorHandle monitor,
           std::function<void(UsbChange)> when_changed);
  void wait();
  void take_changes();

  UdevHandle udev_;
  UdevMonitorHandle monitor_;
  boost::asio::posix::stream_descriptor readable_;  ///< the monitor's; released, never closed by us
  std::function<void(UsbChange)> when_changed_;
};

}  // namespace booth
