#include "daemon/core/session/session_step.hpp"

#include "daemon/core/overloaded.hpp"

namespace booth {
namespace {

SessionStep ended(SessionState how, std::string reason) {
  return {Ended{how, std::move(reason)}, AbandonSheet{}};
}

/// The next missing photo, or the sheet when none is missing.
SessionStep towards(int slot, std::chrono::milliseconds countdown, const SessionPlan& plan) {
  if (slot >= plan.shots) return {Composing{}, MakeSheet{}};
  return {CountingDown{slot, 1}, CountDown{countdown}};
}

/// The last photo is shown only where somebody wants it: the sheet is what guests wait for now.
SessionStep after_photo(int slot, int next_missing_slot, const SessionPlan& plan,
                        const SessionLimits& limits) {
  if (next_missing_slot < plan.shots) return {Reviewing{slot}, ShowPhoto{slot, plan.review}};
  if (limits.last_review.count() == 0) return {Composing{}, MakeSheet{}};
  return {Reviewing{slot}, ShowPhoto{slot, limits.last_review}};
}

/// The photo that is there stays on the sheet until another one is stored.
SessionStep retake(int slot, const SessionPlan& plan) {
  return {CountingDown{slot, 1, true}, CountDown{plan.next_countdown}};
}

/// Nothing is shot twice silently: each further try is announced by its own countdown.
SessionStep after_failure(const Capturing& at, const CaptureFailed& failure,
                          const SessionPlan& plan, const SessionLimits& limits) {
  const bool is_given_up = at.attempt >= limits.max_captures_per_slot;
  if (is_given_up && at.is_retake)  // the photo that they have is better than none
    return {Reviewing{at.slot}, ShowPhoto{at.slot, plan.review}};
  if (is_given_up)
    return ended(SessionState::Interrupted, "the camera failed too often: " + failure.message);

  const bool is_camera_away =
      failure.code == Errc::NoCamera || failure.code == Errc::CameraClaimed ||
      failure.code == Errc::CameraStalled || failure.code == Errc::CameraCrashed;
  if (is_camera_away)
    return {AwaitingCamera{at.slot, at.attempt + 1, at.is_retake}, WaitForCamera{}};
  return {CountingDown{at.slot, at.attempt + 1, at.is_retake}, CountDown{plan.next_countdown}};
}

SessionStep camera_gone(const AwaitingCamera& at, const SessionPlan& plan) {
  if (at.is_retake) return {Reviewing{at.slot}, ShowPhoto{at.slot, plan.review}};
  return ended(SessionState::Interrupted, "the camera did not come back");
}

}  // namespace

SessionStep step(const SessionProgress& progress, const SessionEvent& event,
                 const SessionPlan& plan, const SessionLimits& limits) {
  if (std::holds_alternative<Ended>(progress)) return {progress, GoOn{}};

  // clang-format off
  return std::visit(overloaded{
      [&](const Preparing&, const Prepared& e)               { return towards(e.first_missing_slot, plan.first_countdown, plan); },
      [&](const AwaitingCamera& s, const CameraReady&)       { return SessionStep{CountingDown{s.slot, s.attempt, s.is_retake}, CountDown{plan.next_countdown}}; },
      [&](const AwaitingCamera& s, const CameraStayedAway&)  { return camera_gone(s, plan); },
      [](const CountingDown& s, const CountdownEnded&)       { return SessionStep{Capturing{s.slot, s.attempt, s.is_retake}, TakePhoto{s.slot}}; },
      [](const CountingDown& s, const ShutterPressed&)       { return SessionStep{Capturing{s.slot, s.attempt, s.is_retake}, TakePhoto{s.slot}}; },
      [&](const Capturing& s, const ShotStored& e)           { return after_photo(s.slot, e.next_missing_slot, plan, limits); },
      [&](const Capturing& s, const CaptureFailed& e)        { return after_failure(s, e, plan, limits); },
      [&](const Reviewing&, const ReviewEnded& e)            { return towards(e.next_missing_slot, plan.next_countdown, plan); },
      [&](const Reviewing&, const RetakePressed& e)          { return retake(e.slot, plan); },
      [&](const CountingDown& s, const RetakePressed& e)     { return s.slot == e.slot ? SessionStep{progress, GoOn{}} : retake(e.slot, plan); },
      [&](const Composing&, const RetakePressed& e)          { return retake(e.slot, plan); },  // pressed in the last moment: nothing is drawn yet
      [](const Composing&, const SheetMade&)                 { return SessionStep{Ended{SessionState::Done, ""}, AbandonSheet{}}; },
      [](const Composing&, const SheetFailed& e)             { return ended(SessionState::Interrupted, "the sheet could not be made: " + e.message); },

      // The sheet is being made of photos that exist: too late to cancel, the prints can be cancelled instead.
      [&](const Composing&, const CancelPressed&)            { return SessionStep{progress, GoOn{}}; },
      [](const auto&, const CancelPressed& e)                { return ended(SessionState::Cancelled, "cancelled by " + e.by); },
      [](const auto&, const StorageFailed& e)                { return ended(SessionState::Interrupted, e.message); },
      [](const Preparing&, const SheetFailed& e)             { return ended(SessionState::Interrupted, e.message); },
      [&](const auto&, const auto&)                          { return SessionStep{progress, GoOn{}}; },
  }, progress, event);
  // clang-format on
}

SessionState stored_state(const SessionProgress& progress) {
  return std::visit(overloaded{
                        [](const Preparing&) { return SessionState::Preparing; },
                        [](const AwaitingCamera&) { return SessionState::Preparing; },
                        [](const CountingDown&) { return SessionState::CountingDown; },
                        [](const Capturing&) { return SessionState::Capturing; },
                        [](const Reviewing&) { return SessionState::Reviewing; },
                        [](const Composing&) { return SessionState::Composing; },
                        [](const Ended& s) { return s.how; },
                    },
                    progress);
}

}  // namespace booth
