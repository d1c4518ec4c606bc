#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/core/capture/capture_retry.hpp"
#include "daemon/core/capture/recovery_ladder.hpp"
#include "daemon/core/capture/recovery_tally.hpp"
#include "daemon/ports/camera.hpp"
#include "daemon/ports/timer.hpp"
#include "daemon/runtime/loop_condition.hpp"
#include "daemon/runtime/run_blocking.hpp"
#include "drivers/gphoto2/power_command.hpp"
#include "drivers/gphoto2/shutter_lags.hpp"
#include "drivers/gphoto2/usb_watch.hpp"
#include "drivers/gphoto2/worker_link.hpp"

namespace booth {

/// How long the camera may take, by kind of order. The worker is killed after that. Defaults fit a
/// DSLR on USB.
struct GphotoDeadlines {
  std::chrono::milliseconds open{15000};
  std::chrono::milliseconds setting{3000};
  std::chrono::milliseconds settings{8000};  ///< the whole list
  std::chrono::milliseconds release{5000};
  std::chrono::milliseconds live_view{3000};  ///< on or off
  std::chrono::milliseconds photo{8000};      ///< trigger to bytes, exposure included
  /// The worker itself gives up after `photo`; only one that does not even do that is killed, this
  /// much later.
  std::chrono::milliseconds photo_grace{1500};
};

struct GphotoOptions {
  std::string worker_path;       ///< of booth-camera-worker
  std::string driver_folder;     ///< for links to the drivers that are needed; empty = load all
  std::string model = "auto";    ///< libgphoto2's name, e.g. "Nikon DSC D7500"
  std::string port = "auto";     ///< "usb:001,004", "ptpip:192.168.1.1:15740:15740"
  std::string serial;            ///< only this body, at whatever port it is; empty = any
  bool has_card_target = false;  ///< photos go to the memory card too, and stay there
  bool has_autofocus = true;
  std::vector<std::string> settings;  ///< "iso=400": set whenever the camera was opened
  int live_view_fps = 30;
  /// Bodies end live view after half an hour: it is ended and begun again well before.
  std::chrono::milliseconds live_view_restart{std::chrono::minutes(20)};
  /// From the order to the exposure; nullopt = as measured with this body, 0 before that.
  std::optional<std::chrono::milliseconds> shutter_lag;
  std::string lag_folder;      ///< where measured ones are kept; empty = nowhere
  PowerCommand power_command;  ///< switches the camera's supply off and on
  GphotoDeadlines deadlines;
  SilenceLimits silence;
  RecoveryLimits recovery;
  CaptureRetryLimits retry;
};

/// A camera behind libgphoto2, which lives in a worker process: whatever the driver does, this
/// object answers in time, and a new worker is on its way.
///
/// @thread  main loop
class GphotoCamera final : public Camera, private WorkerNews {
 public:
  /// @param timer  for UTC time stamps and new shot ids; must outlive the camera
  GphotoCamera(boost::asio::any_io_executor executor, Timer& timer, GphotoOptions options);
  ~GphotoCamera() override;

  boost::asio::awaitable<void> run() override;
  void stop() override;

  CameraStatus status() const override;

  boost::asio::awaitable<Result<TakenPhoto>> take_photo(CaptureRequest request) override;
  boost::asio::awaitable<Result<void>> release_photo(ShotId shot) override;

  /// While the camera is away the wish is kept: live view comes with the camera.
  boost::asio::awaitable<Result<void>> start_live_view() override;
  boost::asio::awaitable<Result<void>> stop_live_view() override;
  boost::asio::awaitable<Result<LiveFrame>> next_frame(std::uint64_t after,
                                                       std::chrono::milliseconds patience) override;

  boost::asio::awaitable<Result<std::vector<CameraSetting>>> settings() override;
  boost::asio::awaitable<Result<void>> change_setting(std::string name, std::string value) override;
  /// Takes some photos, which are thrown away. A photo that is asked for meanwhile comes first and
  /// ends it.
  boost::asio::awaitable<Result<ShutterLag>> measure_shutter_lag() override;

  /// Waits for a photo that nobody here asked for: the camera's own button, or one that came too
  /// late for its shot. It gets a shot id of its own.
  /// @returns Cancelled after `stop`
  boost::asio::awaitable<Result<TakenPhoto>> next_foreign_photo() override;

  /// The worker's process id, 0 while there is none. For status views and fault tests.
  pid_t worker_pid() const { return link_ && !link_->is_lost() ? link_->pid() : 0; }

 private:
  struct CameraFile {
    std::string folder;
    std::string name;
    pid_t worker = 0;  ///< names made by another worker may mean another file by now
  };

  wire::StartLiveView live_view_order() const;
  boost::asio::awaitable<void> serve();
  boost::asio::awaitable<void> recover();
  void watch_usb();
  void usb_changed(const UsbChange& change);
  bool is_on_usb() const;
  void begin_rung(RecoveryRung rung);
  boost::asio::awaitable<void> pause(std::chrono::milliseconds delay);
  boost::asio::awaitable<void> quit_worker();
  boost::asio::awaitable<Result<void>> carry_out(wire::Order order,
                                                 std::chrono::milliseconds deadline);
  boost::asio::awaitable<void> finish(PendingOrderPtr pending);
  boost::asio::awaitable<Result<TakenPhoto>> take_with_retries(CaptureRequest request);
  boost::asio::awaitable<PendingOrderPtr> attempt(CaptureRequest request, bool use_autofocus);
  boost::asio::awaitable<bool> is_ready_by(SteadyTime deadline);
  boost::asio::awaitable<Result<ShutterLag>> measured_lag();
  boost::asio::awaitable<Result<std::chrono::milliseconds>> lag_of_one_photo(ClockTick tick);
  std::chrono::milliseconds shutter_lag() const;
  std::string body() const;

  void camera_opened(wire::Opened opened) override;
  void frame_arrived(Bytes jpeg, SteadyTime taken_at) override;
  void beat_arrived(wire::Beat beat) override;
  void condition_arrived(wire::Condition condition) override;
  void foreign_photo_arrived(DeliveredPhoto photo) override;

  void enter(CameraState state, std::string message, std::string what_to_do = {});
  void enter_ready();
  void count_failed_photo(const Error& error);
  void forget_failed_photos();
  bool is_ready() const;
  Error why_not_ready() const;
  TakenPhoto accept(const ShotId& shot, DeliveredPhoto photo, SteadyTime taken_at);
  ShotId new_shot_id();
  void learn_clock(const TakenPhoto& photo);

  Timer& timer_;
  GphotoOptions options_;
  boost::asio::any_io_executor executor_;
  LoopCondition changed_;
  std::unique_ptr<WorkerLink> link_;
  CameraStatus status_;
  std::optional<Error> last_loss_;
  SteadyTime ready_since_;
  int failures_in_a_row_ = 0;
  RecoveryRung rung_ = RecoveryRung::Reopen;
  RecoveryTally tally_;
  std::unique_ptr<UsbWatch> usb_watch_;
  bool has_come_ = false;  ///< a USB device was plugged in since the last look for the camera
  std::string port_;
  std::string warnings_;  ///< what the camera's own settings will lead to
  std::string live_view_trouble_;
  std::optional<Error> last_photo_failure_;  ///< nothing after a photo that came
  bool is_opening_ = false;
  bool is_stopping_ = false;
  bool is_capturing_ = false;
  bool is_measuring_ = false;     ///< the shutter lag, which a photo may end
  bool is_photo_wanted_ = false;  ///< by somebody who waits until that ends
  ShutterLags lags_;
  BlockingThread disk_;  ///< for `lags_`
  bool is_live_view_wanted_ = false;
  bool is_photo_owed_ = false;  ///< a shot fired and got no photo: it may still come
  std::optional<std::chrono::milliseconds>
      clock_offset_;  ///< what the camera's clock shows, minus UTC
  LiveFrame newest_frame_;
  std::map<ShotId, CameraFile> on_camera_;
  std::deque<TakenPhoto> foreign_photos_;
};

}  // namespace booth
