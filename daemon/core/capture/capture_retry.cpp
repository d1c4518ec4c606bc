#include "daemon/core/capture/capture_retry.hpp"

namespace booth {

CaptureDecision decide_after_failure(const CaptureFailure& failure,
                                     const CaptureRetryLimits& limits) {
  if (failure.progress == ShotProgress::MaybeExposed) return GiveUpCapture{};
  if (failure.attempts >= limits.max_attempts) return GiveUpCapture{};
  if (failure.overdue > limits.latest_exposure) return GiveUpCapture{};

  switch (failure.code) {
    case Errc::FocusFailed:
      // A face slightly out of focus is better than no photo, but a second hunt would fail like the
      // first.
      if (!failure.had_autofocus) return GiveUpCapture{};
      return RetryCapture{.delay = {}, .use_autofocus = false};
    case Errc::Busy:
      return RetryCapture{.delay = limits.busy_delay,
                          .use_autofocus = failure.had_autofocus,
                          .reopen_camera = failure.attempts == limits.reopen_after};
    case Errc::CameraStalled:
    case Errc::CameraCrashed:
    case Errc::NoCamera:
      // Nothing was exposed, and the next worker is on its way.
      return RetryCapture{.delay = {}, .use_autofocus = failure.had_autofocus};
    default:
      return GiveUpCapture{};
  }
}

}  // namespace booth
