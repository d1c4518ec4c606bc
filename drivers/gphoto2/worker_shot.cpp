#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <thread>
#include <utility>

#include "daemon/core/capture/exif_time.hpp"
#include "daemon/core/capture/photo_owner.hpp"
#include "drivers/gphoto2/sealed_photo.hpp"
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
/// Some drivers return at once, whatever was asked; without a pause this would be a hot loop.
constexpr milliseconds kShortestTurn{3};
constexpr milliseconds kBeatPeriod{250};
constexpr std::size_t kMostSeen = 16;
/// Of the time that this body may take for a photo: longer than it does take as a rule.
constexpr int kDoubtfulShare = 5;

/// A photo that the camera has refused to hand out is announced again by some drivers at once, and
/// by others never: nobody waits for it until the deadline. Long enough for the next shot's time to
/// differ from this one's, should it come then.
constexpr milliseconds kRefusedWait = kCameraClockGrain + milliseconds{500};

/// The guests have seen the flash: "busy" and the like are no reason any more to fire again.
Error after_exposure(Error error) {
  if (error.code == Errc::NoCamera || error.code == Errc::Corrupt) return error;
  return make_error(
      Errc::Io, "the camera took the photo and does not hand it out: " + std::move(error.context));
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
  std::this_thread::sleep_until(wire::from_ns(order.trigger_at_ns));

  auto outcome = fire();
  if (outcome)
    outcome =
        wait_for_photo(std::chrono::steady_clock::now() + milliseconds{order.photo_within_ms});
  else if (outcome.error().code == Errc::Io)
    outcome = settle_doubt(outcome.error());
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
  fired_at_ = std::chrono::steady_clock::now();
  report(wire::Triggering{shot_->order, wire::to_ns(fired_at_)});
  return session_->trigger(shot_->use_autofocus);
}

/// A bare "unspecified error" from the shutter may come after the exposure: shot again, the guests
/// would be photographed twice. So a photo is waited for; without one the camera has refused.
Result<void> WorkerLoop::settle_doubt(const Error& refusal) {
  const milliseconds usual{shot_->photo_within_ms / kDoubtfulShare};
  auto late = wait_for_photo(std::chrono::steady_clock::now() + usual);
  if (late || late.error().code != Errc::NoPhoto) return late;
  auto refused = refusal;
  // Nikon bodies refuse without a word; with autofocus on, focus is the likeliest reason, and
  // without it the next attempt shows whether it was.
  if (shot_->use_autofocus) refused.code = Errc::FocusFailed;
  return refused;
}

Result<void> WorkerLoop::wait_for_photo(SteadyTime deadline) {
  auto failure =
      make_error(Errc::NoPhoto, "the shutter was fired, but the camera delivered no photo in time");
  while (std::chrono::steady_clock::now() < deadline && !is_ending_) {
    const auto asked = std::chrono::steady_clock::now();
    const auto event = session_->wait_for_event(kEventPatience);
    const auto is_ours = event ? take_up(*event) : Result<bool>(event.error());
    if (is_ours && *is_ours) return {};
    if (!is_ours) {
      failure = after_exposure(is_ours.error());
      if (failure.code != Errc::Io) return failure;
      deadline = std::min(deadline, fired_at_ + kRefusedWait);
    }
    beat_if_due();
    if (!event || event->kind == CameraEvent::Kind::Nothing)
      std::this_thread::sleep_until(asked + kShortestTurn);
  }
  return failure;
}

/// @returns whether this was the shot's photo, and it is handed over
Result<bool> WorkerLoop::take_up(const CameraEvent& event) {
  if (event.kind != CameraEvent::Kind::FileAdded) return false;
  if (event.file.is_jpeg()) return offer(event.file);
  foreign_.push_back(event.file);  // a raw file beside the JPEG
  return false;
}

/// Hands the file over as this shot's photo, or as nobody's. @returns whether it is this shot's
Result<bool> WorkerLoop::offer(const CameraFilePath& file) {
  const auto memory = session_->fetch(file);
  if (!memory) return memory.error();
  const auto start = read_photo_start(*memory);
  if (is_seen_before(start)) return false;
  const bool is_ours = judge(start) == PhotoOwner::ThisShot;
  report(wire::Photo{is_ours ? shot_->order : 0, file.folder, file.name}, memory->get());
  return is_ours;
}

PhotoOwner WorkerLoop::judge(const Bytes& start) {
  const auto made = exif_taken_at(start);
  const auto age = std::chrono::steady_clock::now() - fired_at_;
  const auto fired_utc = std::chrono::system_clock::now() - age;
  const auto evidence = [&](std::optional<milliseconds> clock_offset) {
    PhotoEvidence found{.made_after_trigger = std::nullopt, .is_photo_owed = shot_->is_photo_owed};
    if (made && clock_offset)
      found.made_after_trigger = std::chrono::duration_cast<milliseconds>(
          made->time_since_epoch() - *clock_offset - fired_utc.time_since_epoch());
    return found;
  };
  std::optional<milliseconds> offset;
  if (shot_->has_clock) offset = milliseconds{shot_->clock_offset_ms};
  auto owner = owner_of(evidence(offset));
  // Somebody may have set the camera's clock meanwhile: a second look before a guest's photo is
  // given away.
  if (owner == PhotoOwner::SomebodyElse && made)
    if (const auto fresh = session_->clock_offset()) owner = owner_of(evidence(fresh));
  return owner;
}

Result<void> WorkerLoop::hand_over_foreign(const CameraFilePath& file) {
  const auto memory = session_->fetch(file);
  if (!memory) return memory.error();
  if (!is_seen_before(read_photo_start(*memory)))
    report(wire::Photo{0, file.folder, file.name}, memory->get());
  return {};
}

bool WorkerLoop::is_seen_before(const Bytes& start) {
  if (start.empty()) return false;
  const auto hash =
      std::hash<std::string_view>{}({reinterpret_cast<const char*>(start.data()), start.size()});
  if (std::find(seen_.begin(), seen_.end(), hash) != seen_.end()) return true;
  seen_.push_back(hash);
  if (seen_.size() > kMostSeen) seen_.pop_front();
  return false;
}

void WorkerLoop::beat_if_due() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_beat_) return;
  next_beat_ = now + kBeatPeriod;
  report(wire::Beat{});
}

}  // namespace booth
