#pragma once

#include <string>

namespace booth {

/// "usb:001,004" to "/dev/bus/usb/001/004"; empty for other ports.
std::string usb_device_path(const std::string& port);

/// Who else has this device node open: "gvfsd-gphoto2, pid 812". Empty when nobody is found;
/// programs of other users are only seen by root.
std::string find_usb_holder(const std::string& device_path);

}  // namespace booth
