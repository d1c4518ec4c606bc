#include "drivers/gphoto2/gphoto_camera.hpp"

#include <utility>

#include "daemon/runtime/log.hpp"
#include "drivers/gphoto2/camera_sentences.hpp"
#include "drivers/gphoto2/usb_device.hpp"

// Keeping a camera connected; what the app asks of it is in gphoto_camera_port.cpp.
namespace booth {
namespace {

using std::chrono::milliseconds;

constexpr int kCrashesOfALoop = 3;             // fewer may be chance
constexpr std::size_t kMostForeignPhotos = 8;  // some 80 MB when nobody fetches them

milliseconds since(SteadyTime start) {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

/// The states in which a person must act; the others mend themselves.
CameraState state_after(Errc reason, RecoveryRung rung) {
  if (reason == Errc::NoCamera)
    return rung == RecoveryRung::Reopen ? CameraState::Recovering : CameraState::Absent;
  if (reason == Errc::CameraStalled || reason == Errc::CameraCrashed || reason == Errc::Busy)
    return rung == RecoveryRung::AskPerson ? CameraState::Failed : CameraState::Recovering;
  return CameraState::Failed;
}

WorkerCommand worker_command(const GphotoOptions& options) {
  WorkerCommand command;
  command.program = options.worker_path;
  if (!options.driver_folder.empty()) command.arguments.push_back(options.driver_folder);
  return command;
}

}  // namespace

GphotoCamera::GphotoCamera(boost::asio::any_io_executor executor, Timer& timer,
                           GphotoOptions options)
    : timer_(timer),
      options_(std::move(options)),
      executor_(executor),
      changed_(executor),
      lags_(options_.lag_folder) {
  status_.since = timer_.utc_now();
  status_.state = CameraState::Connecting;
  status_.message = "opening the camera";
}

GphotoCamera::~GphotoCamera() = default;

boost::asio::awaitable<void> GphotoCamera::run() {
  if (is_on_usb()) watch_usb();
  while (!is_stopping_) {
    co_await serve();
    if (!is_stopping_) co_await recover();
  }
  usb_watch_.reset();
  enter(CameraState::Absent, "stopped");
  changed_.notify_all();
}

void GphotoCamera::stop() {
  is_stopping_ = true;
  changed_.notify_all();
}

bool GphotoCamera::is_on_usb() const {
  return options_.port == "auto" || options_.port.starts_with("usb:");
}

void GphotoCamera::watch_usb() {
  const auto when_changed = [this](const UsbChange& change) { usb_changed(change); };
  auto watch = UsbWatch::start(executor_, when_changed);
  if (watch) usb_watch_ = std::move(*watch);
  // Not worth more than a line: without it the camera is looked for every few seconds.
  if (!watch) log::note("usb_watch_unavailable", {{"cause", watch.error().context}});
}

void GphotoCamera::usb_changed(const UsbChange& change) {
  if (change.is_here) {
    has_come_ = !is_ready();
    changed_.notify_all();
  } else if (link_ && !port_.empty() && change.node == usb_device_path(port_)) {
    link_->lose(make_error(Errc::NoCamera, "the camera was unplugged or switched off"));
  }
}

void GphotoCamera::begin_rung(RecoveryRung rung) {
  tally_.begin(rung, std::chrono::steady_clock::now());
  status_.recovery = tally_.counts();
}

boost::asio::awaitable<void> GphotoCamera::serve() {
  has_come_ = false;
  if (failures_in_a_row_ == 0) enter(CameraState::Connecting, "opening the camera");
  auto started =
      WorkerLink::start(worker_command(options_), executor_, changed_, *this, options_.silence);
  if (!started) {
    last_loss_ = started.error();
    failures_in_a_row_ =
        failures_after_loss(failures_in_a_row_, milliseconds{0}, options_.recovery);
    co_return;
  }
  link_ = std::move(*started);
  is_opening_ = true;
  wire::Open open;
  open.model = options_.model;
  open.port = options_.port;
  open.serial = options_.serial;
  open.has_card_target = options_.has_card_target;
  open.settings = options_.settings;
  open.resets_usb = rung_ == RecoveryRung::ResetUsb;
  const auto opening = link_->submit(open, options_.deadlines.open);
  while (!link_->is_lost() && !is_stopping_) {
    co_await link_->pump();
    if (is_opening_ && opening->is_done && opening->failure) link_->lose(*opening->failure);
  }
  if (is_stopping_) co_await quit_worker();

  const bool was_ready = !is_opening_;
  is_opening_ = false;
  status_.has_live_view = false;
  if (link_->is_lost()) last_loss_ = link_->why_lost();
  failures_in_a_row_ = failures_after_loss(
      failures_in_a_row_, was_ready ? since(ready_since_) : milliseconds{0}, options_.recovery);
  co_await link_->bury();
  link_.reset();
}

boost::asio::awaitable<void> GphotoCamera::quit_worker() {
  // In order when the worker is quick, so that the camera gets its own screen back; otherwise the
  // kill does it.
  const auto quitting = link_->submit(wire::Quit{}, milliseconds{1000});
  while (!quitting->is_done) co_await link_->pump();
}

boost::asio::awaitable<void> GphotoCamera::recover() {
  const RecoveryHistory history{.failures_in_a_row = failures_in_a_row_,
                                .is_driver_to_blame = last_loss_->code == Errc::CameraStalled ||
                                                      last_loss_->code == Errc::CameraCrashed,
                                .has_usb_port = is_on_usb(),
                                .has_power_command = !options_.power_command.words.empty()};
  const auto step = next_recovery(history, options_.recovery);
  rung_ = step.rung;
  const auto reason = last_loss_->code;
  log::warn("camera_lost", {{"reason", to_string(reason)},
                            {"cause", last_loss_->context},
                            {"failures", failures_in_a_row_},
                            {"next", to_string(rung_)},
                            {"delay_ms", static_cast<std::int64_t>(step.delay.count())}});
  const bool is_crash_loop = reason == Errc::CameraCrashed && failures_in_a_row_ >= kCrashesOfALoop;
  if (is_crash_loop)
    enter(state_after(reason, rung_),
          "the camera driver crashes again and again, " + std::to_string(failures_in_a_row_) +
              " times in a row",
          what_to_do_about_crashes());
  else
    enter(state_after(reason, rung_), last_loss_->context, what_to_do_about(reason));
  changed_.notify_all();
  begin_rung(rung_);
  co_await pause(step.delay);
  if (is_stopping_) co_return;
  if (has_come_) {
    // Somebody acted: whatever was plugged in deserves every rung from the first one on.
    failures_in_a_row_ = 0;
    rung_ = RecoveryRung::Reopen;
  }
  if (rung_ == RecoveryRung::PowerCycle)
    co_await run_power_command(options_.power_command, changed_);
  ++status_.driver_restarts;
}

boost::asio::awaitable<void> GphotoCamera::pause(milliseconds delay) {
  const auto until = std::chrono::steady_clock::now() + delay;
  while (!is_stopping_ && !has_come_ && std::chrono::steady_clock::now() < until)
    (void)co_await changed_.wait_until(until);
}

void GphotoCamera::camera_opened(wire::Opened opened) {
  is_opening_ = false;
  has_come_ = false;
  ready_since_ = std::chrono::steady_clock::now();
  status_.model = std::move(opened.model);
  status_.serial = std::move(opened.serial);
  port_ = std::move(opened.port);
  status_.shutter_lag = options_.shutter_lag ? options_.shutter_lag : lags_.find(body());
  on_camera_.clear();
  if (opened.has_clock) clock_offset_ = milliseconds{opened.clock_offset_ms};
  rung_ = RecoveryRung::Reopen;
  tally_.succeed(ready_since_);
  status_.recovery = tally_.counts();
  warnings_.clear();
  for (const auto& warning : opened.warnings)
    warnings_ += (warnings_.empty() ? "" : "; ") + warning;
  live_view_trouble_.clear();
  enter_ready();
  log::note("camera_ready",
            {{"model", status_.model}, {"serial", status_.serial}, {"port", port_}});
  if (is_live_view_wanted_) {
    (void)link_->submit(live_view_order(), options_.deadlines.live_view);
    link_->expect_frames(true);
  }
}

wire::StartLiveView GphotoCamera::live_view_order() const {
  wire::StartLiveView start;
  start.frames_per_second = static_cast<std::uint32_t>(options_.live_view_fps);
  start.restart_after_ms = static_cast<std::uint32_t>(options_.live_view_restart.count());
  return start;
}

void GphotoCamera::frame_arrived(Bytes jpeg, SteadyTime taken_at) {
  status_.has_live_view = is_live_view_wanted_;
  if (!is_live_view_wanted_) return;  // it was under way when live view was stopped
  newest_frame_ = LiveFrame{newest_frame_.number + 1, taken_at, std::move(jpeg)};
  changed_.notify_all();
}

void GphotoCamera::beat_arrived(wire::Beat beat) {
  live_view_trouble_ = std::move(beat.trouble);
  if (is_ready()) enter_ready();
}

void GphotoCamera::condition_arrived(wire::Condition condition) {
  if (condition.battery_percent >= 0) status_.battery_percent = condition.battery_percent;
  status_.lens = std::move(condition.lens);
  status_.mode = std::move(condition.mode);
  status_.auto_power_off = std::move(condition.auto_power_off);
  // Without a copy on the card its room is nobody's concern.
  if (options_.has_card_target && condition.free_shots >= 0)
    status_.free_shots = condition.free_shots;
}

void GphotoCamera::foreign_photo_arrived(DeliveredPhoto photo) {
  log::note("foreign_photo",
            {{"name", photo.name}, {"size_bytes", static_cast<std::uint64_t>(photo.jpeg.size())}});
  is_photo_owed_ = false;  // this is it, or nobody will ever know
  if (foreign_photos_.size() >= kMostForeignPhotos) {
    // It is still on the camera or its card; memory must not grow without end because nobody asks.
    log::warn(
        "foreign_photo_dropped",
        {{"name", photo.name}, {"size_bytes", static_cast<std::uint64_t>(photo.jpeg.size())}});
    return;
  }
  foreign_photos_.push_back(
      accept(new_shot_id(), std::move(photo), std::chrono::steady_clock::now()));
  changed_.notify_all();
}

/// Connected; what is wrong all the same, worst first.
void GphotoCamera::enter_ready() {
  if (last_photo_failure_) {
    const auto count = status_.failed_photos;
    const auto which = count == 1 ? "photo" : std::to_string(count) + " photos";
    enter(CameraState::Ready, "the last " + which + " failed: " + last_photo_failure_->context,
          what_to_do_about_photo(last_photo_failure_->code));
  } else if (!live_view_trouble_.empty()) {
    enter(CameraState::Ready, live_view_trouble_, what_to_do_about_live_view());
  } else {
    enter(CameraState::Ready, "ready", warnings_);
  }
}

void GphotoCamera::enter(CameraState state, std::string message, std::string what_to_do) {
  if (status_.state != state) status_.since = timer_.utc_now();
  status_.state = state;
  status_.message = std::move(message);
  status_.what_to_do = std::move(what_to_do);
}

}  // namespace booth
