#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace booth {

/// What code decides on. The sentence for a person is `Error::context`.
/// Each adapter translates its library's codes into these in one function.
enum class Errc {
  BadInput,       ///< somebody gave us something impossible: configuration, request, template, file
  NotFound,       ///< the named thing does not exist
  Conflict,       ///< the thing is not in the state that this needs
  Busy,           ///< try again shortly
  TimedOut,       ///< no answer within the deadline; the outcome is unknown
  Cancelled,      ///< we stopped it ourselves
  Io,             ///< reading or writing failed
  DiskFull,       ///< no space left, or the reserve would be used
  Corrupt,        ///< bytes are there but are not what they should be
  Unsupported,    ///< this device or server cannot do it
  NoCamera,       ///< no camera is connected
  CameraClaimed,  ///< another program holds the camera
  CameraStalled,  ///< the driver did not answer; its process was killed
  CameraCrashed,  ///< the driver's process ended by itself
  FocusFailed,    ///< the camera could not focus; nothing was exposed
  NoPhoto,        ///< triggered, but no photo arrived by the deadline
  PrinterUnreachable,  ///< the spooler or the printer does not answer
  JobRejected,         ///< the spooler refused the job for good
  WrongMedia,          ///< the loaded medium does not fit the sheet
  NetworkDown,         ///< no route, no name, refused, reset
  CaptivePortal,       ///< something other than our server answered
  TlsRefused,          ///< the certificate is not one we trust
  AuthRefused,         ///< 401 or 403
  ServerBusy,          ///< 408, 425, 429, 5xx: later
  ServerRefused,       ///< other 4xx: this item will never be accepted as it is
  NotProven,           ///< the server said yes, but does not hold our bytes
  Internal,            ///< a bug of ours
};

std::string_view to_string(Errc code);

/// A failure as a value. `context` is a plain sentence that names the thing: "printer dnp: cupsd
/// did not answer in 2 s".
struct Error {
  Errc code = Errc::Internal;
  std::string context;
};

inline Error make_error(Errc code, std::string context) {
  return Error{code, std::move(context)};
}

}  // namespace booth
