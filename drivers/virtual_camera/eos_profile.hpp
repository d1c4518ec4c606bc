#pragma once

#include <deque>
#include <string>

#include "drivers/virtual_camera/camera_profile.hpp"

namespace booth::virtual_camera {

/// The settings a Canon EOS 80D offers, as far as a booth uses them.
PropertyTable eos_properties(const std::string& serial);

/// A Canon EOS 80D: events and properties arrive as records in the answer of GetEvent; the shutter
/// is pressed in two steps.
class EosProfile final : public CameraProfile {
 public:
  EosProfile(std::string serial, CameraBody& body, Faults& faults);

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
  Reply take_events(Moment now);
  Reply device_info_ex() const;
  Reply set_event_mode(bool is_on);
  Reply accept_host_room();
  Reply set_property(const Request& request);
  Reply request_property(std::uint16_t code);
  Reply press(std::uint32_t depth, bool without_autofocus, Moment now);
  Outcome viewfinder_data(Moment now);
  void focus(bool without_autofocus);
  void queue(Bytes record);
  void tell_everything();
  void change(std::uint16_t code, std::int64_t value);
  void set_live_view(bool is_on);
  std::int64_t available_shots() const;

  std::string serial_;
  CameraBody& body_;
  Faults& faults_;
  PropertyTable properties_;
  std::deque<Bytes> records_;  ///< what the next GetEvent answers
  bool is_telling_ = false;    ///< the client switched events on
  bool is_in_focus_ = true;
  bool has_host_room_ = false;  ///< the computer said that it has room for photos
};

}  // namespace booth::virtual_camera
