#include "tests/drivers/usb_camera/usb_bus.hpp"

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace booth::virtual_camera {
namespace {

constexpr const char* kHub = "/devices/pci0000:00/0000:00:14.0/usb1";

std::string three_digits(int number) {
  char text[8];
  std::snprintf(text, sizeof text, "%03d", number);
  return text;
}

std::string device_folder(int socket) {
  return std::string(kHub) + "/1-" + std::to_string(socket);
}

/// "04b0" to "B004": sysfs shows numbers, descriptors are little endian.
std::string swapped(const std::string& digits) {
  return digits.substr(2, 2) + digits.substr(0, 2);
}

/// Device, configuration, one still-image interface with two bulk pipes and one for interrupts.
/// umockdev reads the digits in upper case only.
std::string descriptors_of(const UsbIdentity& identity) {
  std::string text =
      "12010002"
      "00000040" +
      swapped(identity.vendor) + swapped(identity.product) +
      "0001"
      "010203"
      "01";
  text +=
      "0902270001"
      "0100"
      "C0"
      "01";
  text +=
      "0904000003"
      "060101"
      "00";
  text +=
      "0705810200"
      "0200";
  text +=
      "0705020200"
      "0200";
  text +=
      "0705830308"
      "0004";
  for (char& digit : text)
    if (digit >= 'a' && digit <= 'f') digit = static_cast<char>(digit - 'a' + 'A');
  return text;
}

std::string description_of(const UsbIdentity& identity, int socket, int device) {
  const auto number = three_digits(device);
  std::string text = "P: " + device_folder(socket) + "\nN: bus/usb/001/" + number + "\n";
  const std::vector<std::string> properties = {
      "SUBSYSTEM=usb",
      "DEVTYPE=usb_device",
      "DEVNAME=/dev/bus/usb/001/" + number,
      "MAJOR=189",
      "MINOR=" + std::to_string(device - 1),
      "BUSNUM=001",
      "DEVNUM=" + number,
      "DRIVER=usb",
      "ID_GPHOTO2=1",
      "ID_SERIAL_SHORT=" + identity.serial,
      "ID_BUS=usb",
      "PRODUCT=" + identity.vendor + "/" + identity.product + "/100"};
  for (const auto& property : properties) text += "E: " + property + "\n";
  const std::vector<std::string> attributes = {"busnum=1",
                                               "devnum=" + std::to_string(device),
                                               "devpath=" + std::to_string(socket),
                                               "bConfigurationValue=1",
                                               "bDeviceClass=00",
                                               "bNumConfigurations=1",
                                               "bNumInterfaces= 1",
                                               "idVendor=" + identity.vendor,
                                               "idProduct=" + identity.product,
                                               "manufacturer=" + identity.manufacturer,
                                               "product=" + identity.model,
                                               "serial=" + identity.serial,
                                               "speed=480",
                                               "maxchild=0",
                                               "version= 2.00"};
  for (const auto& attribute : attributes) text += "A: " + attribute + "\n";
  return text + "H: descriptors=" + descriptors_of(identity) + "\n";
}

void check(gboolean is_ok, ::GError* raw, const char* doing) {
  const ErrorHandle error(raw);
  if (!is_ok)
    throw std::runtime_error(std::string(doing) + ": " +
                             (error ? error->message : "umockdev refuses"));
}

}  // namespace

std::string UsbBus::folder() const {
  return TextHandle(umockdev_testbed_get_root_dir(testbed_.get())).get();
}

void UsbBus::plug(const UsbIdentity& identity, int socket, int device, ::UMockdevIoctlBase* node) {
  ::GError* error = nullptr;
  // The ears before the face: a client that sees the device may open it at once.
  const auto path = "/dev/bus/usb/001/" + three_digits(device);
  check(umockdev_testbed_attach_ioctl(testbed_.get(), path.c_str(), node, &error), error,
        "making a USB device node");
  const auto description = description_of(identity, socket, device);
  check(umockdev_testbed_add_from_string(testbed_.get(), description.c_str(), &error), error,
        "plugging a USB device in");
  umockdev_testbed_uevent(testbed_.get(), ("/sys" + device_folder(socket)).c_str(), "add");
}

int UsbBus::programs_at(int device) const {
  namespace fs = std::filesystem;
  const fs::path node = folder() + "/dev/bus/usb/001/" + three_digits(device);
  const auto has_it_open = [&node](const fs::path& process) {
    std::error_code failed;
    for (fs::directory_iterator fds(process / "fd", failed), end; !failed && fds != end;
         fds.increment(failed)) {
      std::error_code gone;
      if (fs::read_symlink(fds->path(), gone) == node && !gone) return true;
    }
    return false;
  };
  int count = 0;
  for (const auto& process : fs::directory_iterator("/proc"))
    count += has_it_open(process.path()) ? 1 : 0;
  return count;
}

void UsbBus::unplug(int socket) {
  const auto folder = "/sys" + device_folder(socket);
  umockdev_testbed_uevent(testbed_.get(), folder.c_str(), "remove");
  umockdev_testbed_remove_device(testbed_.get(), folder.c_str());
}

}  // namespace booth::virtual_camera
