#pragma once

#include <chrono>
#include <variant>

#include "daemon/core/error.hpp"

namespace booth {

/// How far a shot came before it failed. What may have been exposed is never repeated silently: the
/// guest has seen the flash, so the session decides.
enum class ShotProgress { NotTriggered, MaybeExposed };

struct CaptureRetryLimits {
  int max_attempts =
      4;  ///< three repeats settle nearly every "busy"; more only delays the sentence on the screen
  std::chrono::milliseconds busy_delay{200};
  /// A body that is still busy then holds a photo that nobody was told about; only opening it
  /// afresh clears that.
  int reopen_after = 2;
  /// After this much delay the pose is gone; the guest gets a new countdown instead.
  std::chrono::milliseconds latest_exposure{2500};
};

struct CaptureFailure {
  Errc code = Errc::Internal;
  ShotProgress progress = ShotProgress::NotTriggered;
  int attempts = 1;                      ///< made so far, the failed one included; >= 1
  bool had_autofocus = false;            ///< the failed attempt let the camera focus
  std::chrono::milliseconds overdue{0};  ///< time since the guest saw zero; negative before
};

struct RetryCapture {
  std::chrono::milliseconds delay{0};
  bool use_autofocus = true;
  bool reopen_camera = false;
  bool operator==(const RetryCapture&) const = default;
};
struct GiveUpCapture {
  bool operator==(const GiveUpCapture&) const = default;
};
using CaptureDecision = std::variant<RetryCapture, GiveUpCapture>;

/// Decides whether the same shot is tried again by itself. Pure.
CaptureDecision decide_after_failure(const CaptureFailure& failure,
                                     const CaptureRetryLimits& limits = {});

}  // namespace booth
