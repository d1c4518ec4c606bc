#include "drivers/gphoto2/camera_sentences.hpp"

namespace booth {

std::string what_to_do_about(Errc reason) {
  switch (reason) {
    case Errc::NoCamera:
      return "Switch the camera on, check its battery or mains adapter and the cable to the booth.";
    case Errc::CameraClaimed:
      return "End the other program (on a desktop: gio mount -s gphoto2), or reboot the booth.";
    case Errc::BadInput:
    case Errc::Unsupported:
      return "Correct model and port in the [camera] part of the configuration.";
    case Errc::Internal:
    case Errc::Io:
      return "Reinstall the boothd package; if that does not help, report the message.";
    default:
      return "Switch the camera off, wait ten seconds, switch it on again.";
  }
}

std::string what_to_do_about_photo(Errc reason) {
  switch (reason) {
    case Errc::FocusFailed:
      return "Focus once by hand, set the lens to M or MF, and try `boothctl test shot`.";
    case Errc::Corrupt:
      return "Try another cable to the camera, then `boothctl test shot`; if it goes on, another "
             "camera.";
    case Errc::NoCamera:
    case Errc::NoPhoto:
    case Errc::CameraStalled:
    case Errc::CameraCrashed:
      return "Switch the camera off, wait ten seconds, switch it on again, and try `boothctl test "
             "shot`.";
    default:
      return "Look at the camera's own screen: focus, memory card, lens, battery, mode dial; then "
             "try `boothctl test shot`.";
  }
}

std::string what_to_do_about_live_view() {
  return "Look at the camera's own screen: lens, card door, mode dial, battery, temperature.";
}

std::string what_to_do_about_crashes() {
  return "Switch the camera off, wait ten seconds, switch it on again; try another camera or "
         "cable. "
         "If it goes on: `apt-get install --reinstall boothd`, and send a `boothctl "
         "support-bundle`.";
}

}  // namespace booth
