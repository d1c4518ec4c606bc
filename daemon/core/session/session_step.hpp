#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "daemon/core/error.hpp"
#include "daemon/core/session/session_state.hpp"

namespace booth {

/// Where a running session is. `slot` is the 0-based place on the sheet; `attempt` counts captures
/// of it from 1.
struct Preparing {};
/// `is_retake`: the slot has a photo, and the guests want another one.
struct AwaitingCamera {
  int slot;
  int attempt;
  bool is_retake = false;
};
struct CountingDown {
  int slot;
  int attempt;
  bool is_retake = false;
};
struct Capturing {
  int slot;
  int attempt;
  bool is_retake = false;
};
struct Reviewing {
  int slot;
};
struct Composing {};
struct Ended {
  SessionState how;  ///< Done, Cancelled or Interrupted
  std::string reason;
};
using SessionProgress =
    std::variant<Preparing, AwaitingCamera, CountingDown, Capturing, Reviewing, Composing, Ended>;

/// What has happened.
struct Prepared {
  int first_missing_slot;  ///< plan.shots when all photos are there (a restart after the last one)
};
struct CameraReady {};
struct CameraStayedAway {};
struct CountdownEnded {};
struct ShutterPressed {};  ///< somebody cannot wait for zero
struct ShotStored {
  int next_missing_slot;  ///< plan.shots when that was the last one
};
struct CaptureFailed {
  Errc code;
  std::string message;
};
struct ReviewEnded {
  int next_missing_slot;
};
struct SheetMade {};
struct SheetFailed {
  std::string message;
};
struct CancelPressed {
  std::string by;
};
struct RetakePressed {
  int slot;  ///< one that has a photo
};
struct StorageFailed {
  std::string message;
};
using SessionEvent = std::variant<Prepared, CameraReady, CameraStayedAway, CountdownEnded,
                                  ShutterPressed, ShotStored, CaptureFailed, ReviewEnded, SheetMade,
                                  SheetFailed, CancelPressed, RetakePressed, StorageFailed>;

/// What to do next. Each leads to exactly one event.
struct BeginSheet {};     // -> Prepared
struct WaitForCamera {};  // -> CameraReady, CameraStayedAway
struct CountDown {
  std::chrono::milliseconds time;
};  // -> CountdownEnded
struct TakePhoto {
  int slot;
};  // -> ShotStored, CaptureFailed, StorageFailed
struct ShowPhoto {
  int slot;
  std::chrono::milliseconds time;
};                       // -> ReviewEnded
struct MakeSheet {};     // -> SheetMade, SheetFailed
struct AbandonSheet {};  // the session is over
struct GoOn {};          // nothing new: go on with what is under way
using SessionEffect = std::variant<BeginSheet, WaitForCamera, CountDown, TakePhoto, ShowPhoto,
                                   MakeSheet, AbandonSheet, GoOn>;

struct SessionLimits {
  /// Guests forgive a few tries; a camera that fails this often needs a person.
  int max_captures_per_slot = 4;
  /// How long the last photo is shown; 0: not at all, the sheet is what guests wait for then. Only
  /// a photo that is shown can be taken again.
  std::chrono::milliseconds last_review{0};
};

struct SessionStep {
  SessionProgress progress;
  SessionEffect effect;
};

/// Decides what a session does next. Pure and total: an event that does not fit changes nothing
/// (GoOn).
SessionStep step(const SessionProgress& progress, const SessionEvent& event,
                 const SessionPlan& plan, const SessionLimits& limits);

/// How the progress is stored and shown. Waiting for the camera is part of preparing.
SessionState stored_state(const SessionProgress& progress);

}  // namespace booth
