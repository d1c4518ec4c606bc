#include <algorithm>
#include <utility>

#include "daemon/core/capture/exif_time.hpp"
#include "daemon/runtime/log.hpp"
#include "drivers/gphoto2/gphoto_camera.hpp"

// What the app asks of the camera. Nothing here blocks or repairs: orders go to the worker, answers
// or its death come back.
namespace booth {
namespace {

using std::chrono::milliseconds;

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

milliseconds between(SteadyTime from, SteadyTime to) {
  return std::chrono::duration_cast<milliseconds>(to - from);
}

/// A refusal by the camera exposed nothing, even after the trigger order went out; everything else
/// might have.
ShotProgress progress_of(const PendingOrder& order) {
  const auto code = order.failure ? order.failure->code : Errc::NoPhoto;
  const bool is_refusal = code == Errc::Busy || code == Errc::FocusFailed;
  return order.triggered_at && !is_refusal ? ShotProgress::MaybeExposed
                                           : ShotProgress::NotTriggered;
}

}  // namespace

CameraStatus GphotoCamera::status() const {
  return status_;
}

bool GphotoCamera::is_ready() const {
  return status_.state == CameraState::Ready && link_ && !link_->is_lost();
}

Error GphotoCamera::why_not_ready() const {
  if (is_stopping_) return make_error(Errc::Cancelled, "the camera is being closed");
  return last_loss_ ? *last_loss_ : make_error(Errc::NoCamera, "the camera is not open yet");
}

boost::asio::awaitable<bool> GphotoCamera::is_ready_by(SteadyTime deadline) {
  while (!is_ready() && !is_stopping_ && steady_now() < deadline) {
    // Where a person must act first, waiting would only make the guest wait.
    if (status_.state == CameraState::Absent || status_.state == CameraState::Failed) break;
    (void)co_await changed_.wait_until(deadline);
  }
  co_return is_ready() && !is_stopping_;
}

boost::asio::awaitable<void> GphotoCamera::finish(PendingOrderPtr pending) {
  while (!pending->is_done) co_await changed_.wait();
}

boost::asio::awaitable<Result<void>> GphotoCamera::carry_out(wire::Order order,
                                                             milliseconds deadline) {
  if (!is_ready()) co_return why_not_ready();
  const auto pending = link_->submit(std::move(order), deadline);
  co_await finish(pending);
  if (pending->failure) co_return *pending->failure;
  co_return Result<void>();
}

boost::asio::awaitable<Result<TakenPhoto>> GphotoCamera::take_photo(CaptureRequest request) {
  is_photo_wanted_ = is_measuring_;
  while (is_measuring_) co_await changed_.wait();
  is_photo_wanted_ = false;
  if (is_capturing_) co_return make_error(Errc::Busy, "another photo is being taken");
  is_capturing_ = true;
  auto taken = co_await take_with_retries(std::move(request));
  is_capturing_ = false;
  co_return taken;
}

boost::asio::awaitable<Result<TakenPhoto>> GphotoCamera::take_with_retries(CaptureRequest request) {
  bool use_autofocus = options_.has_autofocus;
  for (int attempts = 1;; ++attempts) {
    const auto order = co_await attempt(request, use_autofocus);
    if (!order->failure && order->photo) {
      const auto taken_at = order->triggered_at.value_or(steady_now());
      auto photo = accept(request.shot, std::move(*order->photo), taken_at);
      learn_clock(photo);
      forget_failed_photos();
      tally_.succeed(steady_now());
      status_.recovery = tally_.counts();
      co_return photo;
    }

    auto error =
        order->failure.value_or(make_error(Errc::NoPhoto, "the camera driver delivered no photo"));
    const CaptureFailure failure{.code = error.code,
                                 .progress = progress_of(*order),
                                 .attempts = attempts,
                                 .had_autofocus = use_autofocus,
                                 .overdue = between(request.expose_at, steady_now())};
    // A photo that came but was broken is not owed any more.
    if (failure.progress == ShotProgress::MaybeExposed && error.code != Errc::Corrupt)
      is_photo_owed_ = true;
    const auto decision = decide_after_failure(failure, options_.retry);
    const auto* retry = std::get_if<RetryCapture>(&decision);
    log::warn("capture_failed", {{"shot", request.shot.str()},
                                 {"reason", to_string(error.code)},
                                 {"cause", error.context},
                                 {"retries", retry != nullptr}});
    if (retry == nullptr || is_stopping_) {
      // One that was lost before the shutter has its own sentence, and is gone with its cause.
      if (order->triggered_at) count_failed_photo(error);
      co_return error;
    }
    use_autofocus = retry->use_autofocus;
    if (is_ready()) begin_rung(RecoveryRung::Retry);
    if (retry->reopen_camera && link_)
      link_->lose(make_error(Errc::Busy, "the camera stays busy and is opened afresh"));
    co_await pause(retry->delay);
  }
}

boost::asio::awaitable<PendingOrderPtr> GphotoCamera::attempt(CaptureRequest request,
                                                              bool use_autofocus) {
  const auto latest = std::max(request.expose_at, steady_now()) + options_.retry.latest_exposure;
  if (!co_await is_ready_by(latest)) {
    auto unanswered = std::make_shared<PendingOrder>();
    unanswered->failure = why_not_ready();
    unanswered->is_done = true;
    co_return unanswered;
  }
  const auto trigger_at = std::max(request.expose_at - shutter_lag(), steady_now());
  wire::Capture capture;
  capture.trigger_at_ns = wire::to_ns(trigger_at);
  capture.photo_within_ms = static_cast<std::uint32_t>(options_.deadlines.photo.count());
  capture.use_autofocus = use_autofocus;
  capture.is_photo_owed = is_photo_owed_;
  capture.has_clock = clock_offset_.has_value();
  capture.clock_offset_ms = clock_offset_.value_or(milliseconds{0}).count();
  const auto deadline = options_.deadlines.photo + options_.deadlines.photo_grace;
  const auto pending = link_->submit(capture, deadline, trigger_at - wire::kQuietBeforeShot);
  co_await finish(pending);
  co_return pending;
}

void GphotoCamera::count_failed_photo(const Error& error) {
  ++status_.failed_photos;
  last_photo_failure_ = error;
  if (is_ready()) enter_ready();
}

void GphotoCamera::forget_failed_photos() {
  status_.failed_photos = 0;
  last_photo_failure_.reset();
  if (is_ready()) enter_ready();
}

TakenPhoto GphotoCamera::accept(const ShotId& shot, DeliveredPhoto photo, SteadyTime taken_at) {
  on_camera_.insert_or_assign(
      shot, CameraFile{std::move(photo.folder), std::move(photo.name), worker_pid()});
  const auto age = between(taken_at, steady_now());
  return TakenPhoto{shot, std::move(photo.jpeg), timer_.utc_now() - age, age};
}

void GphotoCamera::learn_clock(const TakenPhoto& photo) {
  // For bodies that do not let their clock be read; and only from a photo that is certainly of this
  // moment.
  const auto made = exif_taken_at(photo.jpeg);
  if (made && !is_photo_owed_ && !clock_offset_)
    clock_offset_ = std::chrono::duration_cast<milliseconds>(made->time_since_epoch() -
                                                             photo.taken_at.time_since_epoch());
}

ShotId GphotoCamera::new_shot_id() {
  return ShotId(uuid_v7(timer_.utc_now(), timer_.random_bytes()));
}

boost::asio::awaitable<Result<void>> GphotoCamera::release_photo(ShotId shot) {
  const auto found = on_camera_.find(shot);
  if (found == on_camera_.end()) co_return Result<void>();
  const auto file = std::move(found->second);
  on_camera_.erase(found);
  // The operator's second copy is not ours to delete.
  if (options_.has_card_target) co_return Result<void>();
  if (!is_ready() || file.worker != worker_pid()) co_return Result<void>();

  wire::Release release;
  release.folder = file.folder;
  release.name = file.name;
  const auto released = co_await carry_out(release, options_.deadlines.release);
  const bool is_lost = !released && !is_ready();
  co_return is_lost ? Result<void>() : released;
}

boost::asio::awaitable<Result<void>> GphotoCamera::start_live_view() {
  if (is_live_view_wanted_ && is_ready()) co_return Result<void>();
  is_live_view_wanted_ = true;
  if (!is_ready()) co_return why_not_ready();
  const auto start = live_view_order();
  link_->expect_frames(true);
  co_return co_await carry_out(start, options_.deadlines.live_view);
}

boost::asio::awaitable<Result<void>> GphotoCamera::stop_live_view() {
  if (!is_live_view_wanted_) co_return Result<void>();
  is_live_view_wanted_ = false;
  status_.has_live_view = false;
  newest_frame_.jpeg.clear();  // nobody shall see an old picture when live view comes back
  changed_.notify_all();
  if (!is_ready()) co_return Result<void>();
  link_->expect_frames(false);
  const wire::StopLiveView stop;
  co_return co_await carry_out(stop, options_.deadlines.live_view);
}

boost::asio::awaitable<Result<LiveFrame>> GphotoCamera::next_frame(std::uint64_t after,
                                                                   milliseconds patience) {
  const auto deadline = steady_now() + patience;
  while (is_live_view_wanted_ && !is_stopping_) {
    if (newest_frame_.number > after && !newest_frame_.jpeg.empty()) co_return newest_frame_;
    if (steady_now() >= deadline)
      co_return make_error(Errc::TimedOut, "the camera shows no new picture");
    (void)co_await changed_.wait_until(deadline);
  }
  co_return make_error(Errc::NoCamera, "live view is off");
}

boost::asio::awaitable<Result<std::vector<CameraSetting>>> GphotoCamera::settings() {
  if (!is_ready()) co_return why_not_ready();
  const auto pending = link_->submit(wire::ListSettings{}, options_.deadlines.settings);
  co_await finish(pending);
  if (pending->failure) co_return *pending->failure;
  co_return std::move(pending->settings);
}

boost::asio::awaitable<Result<void>> GphotoCamera::change_setting(std::string name,
                                                                  std::string value) {
  wire::ChangeSetting change;
  change.name = std::move(name);
  change.value = std::move(value);
  co_return co_await carry_out(std::move(change), options_.deadlines.setting);
}

boost::asio::awaitable<Result<TakenPhoto>> GphotoCamera::next_foreign_photo() {
  while (foreign_photos_.empty() && !is_stopping_) co_await changed_.wait();
  if (foreign_photos_.empty()) co_return make_error(Errc::Cancelled, "the camera is being closed");
  auto photo = std::move(foreign_photos_.front());
  foreign_photos_.pop_front();
  co_return photo;
}

}  // namespace booth
