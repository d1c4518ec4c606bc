#pragma once

#include <string>
#include <vector>

#include "drivers/virtual_camera/camera_body.hpp"
#include "drivers/virtual_camera/property_table.hpp"
#include "drivers/virtual_camera/ptp_message.hpp"

namespace booth::virtual_camera {

/// The DeviceInfo dataset of ISO 15740.
struct DeviceDescription {
  std::uint32_t vendor_extension = 0;
  std::vector<std::uint16_t> operations;
  std::vector<std::uint16_t> events;
  std::vector<std::uint16_t> properties;
  std::vector<std::uint16_t> formats;
  std::string manufacturer;
  std::string model;
  std::string firmware;
  std::string serial;
};

/// How one maker's body talks: its operations, properties and events on top of the standard ones.
///
/// @thread  that of the engine; no clock of its own
class CameraProfile {
 public:
  virtual ~CameraProfile() = default;

  virtual DeviceDescription describe() const = 0;
  /// Operations that the engine does not know itself. @returns kOperationNotSupported for strangers
  virtual Outcome execute(const Request& request, Moment now) = 0;
  /// Queues what the client should hear of this.
  virtual void tell(const BodyEvent& event) = 0;
  virtual void open_session() = 0;
  virtual void close_session() = 0;
  /// Updates properties that follow the body, such as the battery.
  virtual void refresh_properties(Moment now) = 0;
  virtual PropertyTable& properties() = 0;

  /// What the settings of the body say about the next shot, also when its own button is pressed.
  virtual CaptureTarget capture_target() const = 0;
  virtual ImageKind image_kind() const = 0;
};

}  // namespace booth::virtual_camera
