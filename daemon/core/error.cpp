#include "daemon/core/error.hpp"

namespace booth {

std::string_view to_string(Errc code) {
  switch (code) {
    case Errc::BadInput:
      return "bad_input";
    case Errc::NotFound:
      return "not_found";
    case Errc::Conflict:
      return "conflict";
    case Errc::Busy:
      return "busy";
    case Errc::TimedOut:
      return "timed_out";
    case Errc::Cancelled:
      return "cancelled";
    case Errc::Io:
      return "io";
    case Errc::DiskFull:
      return "disk_full";
    case Errc::Corrupt:
      return "corrupt";
    case Errc::Unsupported:
      return "unsupported";
    case Errc::NoCamera:
      return "no_camera";
    case Errc::CameraClaimed:
      return "camera_claimed";
    case Errc::CameraStalled:
      return "camera_stalled";
    case Errc::CameraCrashed:
      return "camera_crashed";
    case Errc::FocusFailed:
      return "focus_failed";
    case Errc::NoPhoto:
      return "no_photo";
    case Errc::PrinterUnreachable:
      return "printer_unreachable";
    case Errc::JobRejected:
      return "job_rejected";
    case Errc::WrongMedia:
      return "wrong_media";
    case Errc::NetworkDown:
      return "network_down";
    case Errc::CaptivePortal:
      return "captive_portal";
    case Errc::TlsRefused:
      return "tls_refused";
    case Errc::AuthRefused:
      return "auth_refused";
    case Errc::ServerBusy:
      return "server_busy";
    case Errc::ServerRefused:
      return "server_refused";
    case Errc::NotProven:
      return "not_proven";
    case Errc::Internal:
      return "internal";
  }
  return "internal";
}

}  // namespace booth
