#include <algorithm>
#include <cstdint>
#include <thread>
#include <utility>

#include "drivers/gphoto2/worker_loop.hpp"

// One photo: quiet the camera, fire at the instant the guest sees zero, take the JPEG that this
// made.
namespace booth {
namespace {

using std::chrono::milliseconds;

/// Canon bodies drop queued events when the shutter fires, so the queue is emptied first; dozens of
/// setting changes may be in it, but a body that never stops talking must not cost the moment.
constexpr milliseconds kLongestDrain{120};
constexpr int kMostDrained = 200;
/// A short wait makes the driver poll quickly: it sleeps 50, 100, 150 ms between polls when it is
/// given the time.
constexpr milliseconds kEventPatience{5};
constexpr milliseconds kBeatPeriod{250};

std::int64_t to_ns(SteadyTime time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

}  // namespace

void WorkerLoop::plan_shot(const wire::Capture& order) {
  if (shot_) return answer(order.order, make_error(Errc::Busy, "another photo is being taken"));
  shot_ = order;
}

void WorkerLoop::shoot() {
  const auto order = *shot_;
  drain();
  if (is_ending_) return;
  std::this_thread::sleep_until(SteadyTime(std::chrono::nanoseconds(order.trigger_at_ns)));

  auto outcome = fire();
  if (outcome) {
    const auto deadline = std::chrono::steady_clock::now() + milliseconds{order.photo_within_ms};
    const auto file = wait_for_jpeg(deadline);
    outcome = file ? hand_over(order.order, *file) : Result<void>(file.error());
  }
  shot_.reset();
  answer(order.order, outcome);
}

void WorkerLoop::drain() {
  const auto until = std::chrono::steady_clock::now() + kLongestDrain;
  for (int i = 0; i < kMostDrained && std::chrono::steady_clock::now() < until; ++i) {
    const auto event = session_->wait_for_event(milliseconds{1});
    if (!event) {
      if (event.error().code == Errc::NoCamera) {
        answer(shot_->order, event.error());
        shot_.reset();
      }
      return;
    }
    if (event->kind == CameraEvent::Kind::Nothing) return;
    // Nobody fired since the last look, so this is not the photo that is about to be taken.
    if (event->kind == CameraEvent::Kind::FileAdded) foreign_.push_back(event->file);
  }
}

Result<void> WorkerLoop::fire() {
  report(wire::Triggering{shot_->order, to_ns(std::chrono::steady_clock::now())});
  return session_->trigger(shot_->use_autofocus);
}

Result<CameraFilePath> WorkerLoop::wait_for_jpeg(SteadyTime deadline) {
  auto next_beat = std::chrono::steady_clock::now() + kBeatPeriod;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto asked = std::chrono::steady_clock::now();
    const auto event = session_->wait_for_event(kEventPatience);
    if (!event) return event.error();
    // A raw file beside the JPEG is let pass: it stays where the camera put it.
    if (event->kind == CameraEvent::Kind::FileAdded && event->file.is_jpeg()) return event->file;

    const auto now = std::chrono::steady_clock::now();
    if (now >= next_beat) {
      next_beat = now + kBeatPeriod;
      if (!report(wire::Beat{battery_percent_, {}}))
        return make_error(Errc::Cancelled, "the daemon is gone");
    }
    // Some drivers return at once, whatever was asked; without a pause this would be a hot loop.
    if (event->kind == CameraEvent::Kind::Nothing)
      std::this_thread::sleep_until(asked + milliseconds{3});
  }
  return make_error(Errc::NoPhoto,
                    "the shutter was fired, but the camera delivered no photo in time");
}

Result<void> WorkerLoop::hand_over(std::uint32_t order, const CameraFilePath& file) {
  const auto memory = session_->fetch(file);
  if (!memory) return memory.error();
  report(wire::Photo{order, file.folder, file.name}, memory->get());
  return {};
}

}  // namespace booth
