#include "drivers/gphoto2/usb_watch.hpp"

#include <string_view>
#include <utility>

namespace booth {

Result<std::unique_ptr<UsbWatch>> UsbWatch::start(boost::asio::any_io_executor executor,
                                                  std::function<void(UsbChange)> when_changed) {
  UdevHandle udev(udev_new());
  if (!udev) return make_error(Errc::Io, "udev: no context");
  // "udev", not "kernel": the rules have run then, and the node has its group.
  UdevMonitorHandle monitor(udev_monitor_new_from_netlink(udev.get(), "udev"));
  if (!monitor ||
      udev_monitor_filter_add_match_subsystem_devtype(monitor.get(), "usb", "usb_device") < 0 ||
      udev_monitor_enable_receiving(monitor.get()) < 0)
    return make_error(Errc::Io, "udev does not let us listen");
  std::unique_ptr<UsbWatch> watch(
      new UsbWatch(executor, std::move(udev), std::move(monitor), std::move(when_changed)));
  watch->wait();
  return watch;
}

UsbWatch::UsbWatch(boost::asio::any_io_executor executor, UdevHandle udev,
                   UdevMonitorHandle monitor, std::function<void(UsbChange)> when_changed)
    : udev_(std::move(udev)),
      monitor_(std::move(monitor)),
      readable_(executor, udev_monitor_get_fd(monitor_.get())),
      when_changed_(std::move(when_changed)) {}

UsbWatch::~UsbWatch() {
  readable_.release();  // the monitor closes it
}

void UsbWatch::wait() {
  const auto look = [this](const boost::system::error_code& ended) {
    if (ended) return;  // this object is gone
    take_changes();
    wait();
  };
  readable_.async_wait(boost::asio::posix::stream_descriptor::wait_read, look);
}

void UsbWatch::take_changes() {
  while (const UdevDeviceHandle device{udev_monitor_receive_device(monitor_.get())}) {
    const char* action = udev_device_get_action(device.get());
    const char* node = udev_device_get_devnode(device.get());
    if (action == nullptr || node == nullptr) continue;
    const bool is_here = std::string_view(action) == "add";
    if (is_here || std::string_view(action) == "remove") when_changed_({is_here, node});
  }
}

}  // namespace booth
