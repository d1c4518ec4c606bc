#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "daemon/core/units.hpp"
#include "drivers/virtual_camera/ptp_codes.hpp"

namespace booth::virtual_camera {

/// Both clocks at one instant: steady for what lasts, UTC for what people read in EXIF.
struct Moment {
  SteadyTime steady;
  UtcTime utc;
};

inline Moment moment_now() {
  return Moment{
      std::chrono::steady_clock::now(),
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now())};
}

/// One operation as the client sent it. The transport fills it in and may present it several times
/// (see Later).
struct Request {
  std::uint16_t operation = 0;
  std::uint32_t transaction = 0;
  std::array<std::uint32_t, 5> params{};
  Bytes data;                ///< data phase from the client; empty when there was none
  SteadyTime received_at;    ///< stays the same when the request is presented again
  bool is_repeated = false;  ///< true from the second presentation on
};

/// A stretch of bytes to send.
struct DataPhase {
  /// Owners: the store that keeps the object, and this reply while it is on its way (the object may
  /// be deleted meanwhile).
  std::shared_ptr<const Bytes> bytes;
  std::size_t offset = 0;
  std::size_t size = 0;
  /// A fault: announce `size`, send only this much, then hang up.
  std::optional<std::size_t> cut_after;
};

/// The answer of one operation.
struct Reply {
  std::uint16_t code = rc::kOk;
  std::vector<std::uint32_t> params;
  std::optional<DataPhase> data;
};

/// "Not yet": present the same request again at this time. Better than answering busy, because
/// libgphoto2 retries a busy preview in coarse steps that quantise the frame rate.
struct Later {
  SteadyTime when;
};

/// A fault: the camera never answers this operation, and nothing else on this connection.
struct Silence {};

/// A fault: the camera closes the connection instead of answering.
struct HangUp {};

using Outcome = std::variant<Reply, Later, Silence, HangUp>;

inline Reply ok() {
  return {};
}
inline Reply refuse(std::uint16_t code) {
  Reply reply;
  reply.code = code;
  return reply;
}

/// @param bytes  the whole of it is the data phase
Reply with_data(Bytes bytes);

}  // namespace booth::virtual_camera
