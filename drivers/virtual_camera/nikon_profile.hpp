#pragma once

#include <deque>
#include <string>
#include <utility>

#include "drivers/virtual_camera/camera_profile.hpp"

namespace booth::virtual_camera {

/// The settings a Nikon D7500 offers over PTP, as far as a booth uses them.
PropertyTable nikon_properties();

/// A Nikon D7500: events are polled (90C7), the photo waits in RAM under a handle of its own.
class NikonProfile final : public CameraProfile {
 public:
  NikonProfile(std::string serial, CameraBody& body, Faults& faults);

  DeviceDescription describe() const override;
  Outcome execute(const Request& request, Moment now) override;
  void tell(const BodyEvent& event) override;
  void open_session() override;
  void close_session() override;
  void refresh_properties(Moment now) override;
  PropertyTable& properties() override { return properties_; }
  CaptureTarget capture_target() const override;
  ImageKind image_kind() const override;

 private:
  struct Event {
    std::uint16_t code = 0;
    std::uint32_t param = 0;
  };

  Reply take_events();
  Reply capture(CaptureTarget target, Moment now);
  Reply start_live_view(Moment now);
  Outcome live_view_image(Moment now);
  Reply delete_ram_image(std::uint32_t handle);
  std::uint32_t live_view_prohibited(Moment now) const;

  std::string serial_;
  CameraBody& body_;
  Faults& faults_;
  PropertyTable properties_;
  std::deque<Event> events_;
};

}  // namespace booth::virtual_camera
