#pragma once

#include <memory>
#include <optional>
#include <string>

#include "drivers/virtual_camera/camera_body.hpp"
#include "drivers/virtual_camera/camera_profile.hpp"
#include "drivers/virtual_camera/faults.hpp"
#include "drivers/virtual_camera/photo_source.hpp"
#include "drivers/virtual_camera/ptp_message.hpp"

namespace booth::virtual_camera {

enum class ProfileName { Nikon, Eos };

struct CameraSettings {
  ProfileName profile = ProfileName::Nikon;
  std::string serial = "7500001";
  BodySettings body;
};

/// A whole camera behind the wire: a request goes in, its outcome comes out. Pure: no socket, no
/// clock, no thread.
///
/// @thread  one; `source` must outlive the engine
class PtpEngine {
 public:
  PtpEngine(const CameraSettings& settings, PhotoSource& source);
  PtpEngine(const PtpEngine&) = delete;
  PtpEngine& operator=(const PtpEngine&) = delete;

  Outcome execute(const Request& request, Moment now);

  /// Moves the body on and queues its news; called by `execute` and before the camera is asked
  /// about itself.
  void advance(Moment now);
  /// The client is gone without a word: its session ends, photos and live view stay as on a real
  /// body.
  void lose_connection();
  /// Somebody presses the button on the body itself.
  Release press_shutter(Moment now);

  CameraBody& body() { return body_; }
  Faults& faults() { return faults_; }
  CameraProfile& profile() { return *profile_; }
  bool is_session_open() const { return is_session_open_; }

 private:
  Outcome answer(const Request& request, Moment now);
  std::optional<Outcome> apply_fault(const Request& request, Moment now);
  Outcome open_session();
  Reply device_info() const;
  Reply storage_info(std::uint32_t storage) const;
  Reply object_handles(const Request& request, bool only_count) const;
  Reply object_info(std::uint32_t handle);
  Reply object(std::uint32_t handle);
  Reply partial_object(const Request& request);
  Reply thumbnail(std::uint32_t handle);
  Reply delete_object(std::uint32_t handle);
  Reply property_description(std::uint16_t code, Moment now);
  Reply property_value(std::uint16_t code, Moment now);

  Faults faults_;
  CameraBody body_;
  std::unique_ptr<CameraProfile> profile_;
  bool is_session_open_ = false;
  std::optional<OperationFault>
      current_fault_;  ///< strikes the request at hand, also when it is repeated
};

}  // namespace booth::virtual_camera
