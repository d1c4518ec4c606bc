#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/capture/recovery_tally.hpp"
#include "daemon/core/capture/shutter_lag.hpp"
#include "daemon/core/ids.hpp"
#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

enum class CameraState { Absent, Connecting, Ready, Recovering, Failed };

/// Snapshot for health views and the session. Sentences are for a person.
struct CameraStatus {
  std::string name;  ///< as configured; empty where there is only one
  CameraState state = CameraState::Absent;
  std::string model;
  std::string serial;
  std::string message;     ///< what is wrong, or "ready"
  std::string what_to_do;  ///< empty when nothing
  UtcTime since;           ///< when `state` was entered
  std::optional<int> battery_percent;
  std::optional<int> free_shots;  ///< where photos are kept on the card too
  std::string lens;               ///< empty: the camera does not say, like the next two
  std::string mode;               ///< of the mode dial, in the maker's words
  std::string auto_power_off;     ///< "60 seconds"; empty = never, too
  /// What it is asked early by; nullopt = not known, so that it exposes a little after zero.
  std::optional<std::chrono::milliseconds> shutter_lag;
  bool has_live_view = false;  ///< live view is running now
  int driver_restarts = 0;     ///< workers replaced since the daemon started
  int failed_photos = 0;       ///< in a row, up to now; 0 after one that came
  /// What was tried to get the camera back since the daemon started; empty where nothing can be.
  std::vector<RungCount> recovery;
};

struct CaptureRequest {
  ShotId shot;
  SteadyTime expose_at;  ///< when the guest sees zero; the past means "now"
};

/// One photo, still also on the camera until `release_photo`.
struct TakenPhoto {
  ShotId shot;
  Bytes jpeg;  ///< SOI to EOI checked, not decoded
  UtcTime taken_at;
  std::chrono::milliseconds trigger_to_bytes{0};
};

struct LiveFrame {
  std::uint64_t number = 0;  ///< rises within one run of the daemon, also across driver restarts
  SteadyTime received_at;
  Bytes jpeg;  ///< one complete JPEG
};

struct CameraSetting {
  struct Range {
    double lowest = 0;
    double highest = 0;
    double step = 0;
  };
  std::string name;
  std::string label;
  std::string value;
  std::vector<std::string> choices;  ///< empty when free text or a range
  bool is_read_only = false;
  std::optional<Range> range;  ///< of a number
};

/// One camera that survives its driver: calls fail with a clear Errc, the camera behind is
/// re-opened meanwhile. All calls from the main loop; one capture at a time (Busy otherwise).
class Camera {
 public:
  virtual ~Camera() = default;

  /// Keeps the camera connected (open, watch, replace the driver) until `stop`.
  virtual boost::asio::awaitable<void> run() = 0;
  virtual void stop() = 0;

  virtual CameraStatus status() const = 0;

  /// Exposes one photo and fetches it. Live view is paused meanwhile and resumed after.
  /// @returns NoCamera, CameraStalled, CameraCrashed, FocusFailed, NoPhoto, Busy, Corrupt
  virtual boost::asio::awaitable<Result<TakenPhoto>> take_photo(CaptureRequest request) = 0;

  /// Waits for a photo that nobody here asked for: the body's own button, or one that came too late
  /// for its shot. It has a shot id of its own and never becomes a guest's photo.
  /// @returns Cancelled after `stop`
  virtual boost::asio::awaitable<Result<TakenPhoto>> next_foreign_photo() = 0;

  /// Deletes the camera's own copy; called only after the photo is durable here. A lost camera is
  /// not an error.
  virtual boost::asio::awaitable<Result<void>> release_photo(ShotId shot) = 0;

  virtual boost::asio::awaitable<Result<void>> start_live_view() = 0;
  virtual boost::asio::awaitable<Result<void>> stop_live_view() = 0;

  /// Waits for a frame newer than `after` (0 = any).
  /// @returns TimedOut when none comes within `patience`; NoCamera when live view is off
  virtual boost::asio::awaitable<Result<LiveFrame>> next_frame(
      std::uint64_t after, std::chrono::milliseconds patience) = 0;

  virtual boost::asio::awaitable<Result<std::vector<CameraSetting>>> settings() = 0;
  virtual boost::asio::awaitable<Result<void>> change_setting(std::string name,
                                                              std::string value) = 0;

  /// Measures how long this camera takes from the order to the exposure, and asks it earlier by
  /// that from now on. Takes some seconds and photos, which are thrown away.
  /// @returns Unsupported with a sentence when this camera does not let it be known; Cancelled when
  /// a photo was asked for meanwhile; what `take_photo` returns
  virtual boost::asio::awaitable<Result<ShutterLag>> measure_shutter_lag() = 0;
};

}  // namespace booth
