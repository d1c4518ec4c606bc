#include <array>

#include "drivers/virtual_camera/eos_codes.hpp"
#include "drivers/virtual_camera/eos_profile.hpp"

// What an EOS says of itself: the list of its operations decides nearly everything that libgphoto2
// does with it.

namespace booth::virtual_camera {
namespace {

constexpr std::array kOperations{op::kGetDeviceInfo,
                                 op::kOpenSession,
                                 op::kCloseSession,
                                 op::kGetStorageIds,
                                 op::kGetStorageInfo,
                                 op::kGetNumObjects,
                                 op::kGetObjectHandles,
                                 op::kGetObjectInfo,
                                 op::kGetObject,
                                 op::kGetThumb,
                                 op::kDeleteObject,
                                 op::kGetPartialObject,
                                 eos::kGetStorageIds,
                                 eos::kGetStorageInfo,
                                 eos::kGetDeviceInfoEx,
                                 eos::kSetDevicePropValueEx,
                                 eos::kGetRemoteMode,
                                 eos::kSetRemoteMode,
                                 eos::kSetEventMode,
                                 eos::kGetEvent,
                                 eos::kTransferComplete,
                                 eos::kCancelTransfer,
                                 eos::kHostCapacity,
                                 eos::kSetUiLock,
                                 eos::kResetUiLock,
                                 eos::kKeepDeviceOn,
                                 eos::kRequestDevicePropValue,
                                 eos::kRemoteReleaseOn,
                                 eos::kRemoteReleaseOff,
                                 eos::kInitiateViewfinder,
                                 eos::kTerminateViewfinder,
                                 eos::kGetViewfinderData,
                                 eos::kDoAutofocus,
                                 eos::kCancelAutofocus};

}  // namespace

DeviceDescription EosProfile::describe() const {
  DeviceDescription device;
  device.vendor_extension = kVendorCanon;
  device.operations.assign(kOperations.begin(), kOperations.end());
  device.events = {event::kObjectAdded, event::kObjectRemoved};
  device.formats = {format::kAssociation, format::kExifJpeg, format::kCanonCr2};
  device.manufacturer = "Canon Inc.";
  device.model = "Canon EOS 80D";
  device.firmware = "3-1.0.3";
  device.serial = serial_;
  return device;
}

Reply EosProfile::device_info_ex() const {
  const std::vector<std::uint16_t> codes = properties_.codes();
  const std::vector<std::uint32_t> properties(codes.begin(), codes.end());
  PtpWriter body;
  body.u32_array(std::array{eos::kObjectAdded, eos::kRequestObjectTransfer, eos::kPropertyChanged});
  body.u32_array(properties)
      .u32_array(std::array{std::uint32_t{1}});  // an empty list is an error to clients
  PtpWriter writer;
  writer.u32(static_cast<std::uint32_t>(body.size() + 4));
  return with_data(writer.bytes(body.take()).take());
}

}  // namespace booth::virtual_camera
