#include "daemon/core/capture/capture_retry.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using std::chrono::milliseconds;

const CaptureDecision kGiveUp = GiveUpCapture{};

CaptureFailure refused(Errc code) {
  return {.code = code, .progress = ShotProgress::NotTriggered};
}

}  // namespace

TEST_SUITE("core/capture/capture_retry") {
  TEST_CASE("a camera that was busy before it fired is asked again shortly") {
    const CaptureRetryLimits limits;
    CHECK(decide_after_failure(refused(Errc::Busy)) ==
          CaptureDecision(RetryCapture{.delay = limits.busy_delay, .use_autofocus = false}));
  }

  TEST_CASE("a camera that stays busy is opened afresh, once") {
    const CaptureRetryLimits limits;
    auto failure = refused(Errc::Busy);
    for (failure.attempts = 1; failure.attempts < limits.max_attempts; ++failure.attempts) {
      CAPTURE(failure.attempts);
      const auto decision = decide_after_failure(failure);
      REQUIRE(std::holds_alternative<RetryCapture>(decision));
      CHECK(std::get<RetryCapture>(decision).reopen_camera ==
            (failure.attempts == limits.reopen_after));
    }
  }

  TEST_CASE("a driver that died before the camera fired is no reason to give up") {
    for (const auto code : {Errc::CameraStalled, Errc::CameraCrashed, Errc::NoCamera}) {
      CAPTURE(to_string(code));
      CHECK(std::holds_alternative<RetryCapture>(decide_after_failure(refused(code))));
    }
  }

  TEST_CASE("what may have been exposed is never repeated silently") {
    for (const auto code : {Errc::Busy, Errc::CameraStalled, Errc::CameraCrashed, Errc::NoCamera,
                            Errc::NoPhoto, Errc::Corrupt, Errc::FocusFailed}) {
      CAPTURE(to_string(code));
      CHECK(decide_after_failure({.code = code, .progress = ShotProgress::MaybeExposed}) ==
            kGiveUp);
    }
  }

  TEST_CASE("a failed autofocus is followed by exactly one attempt without it") {
    auto failure = refused(Errc::FocusFailed);
    failure.had_autofocus = true;
    CHECK(decide_after_failure(failure) ==
          CaptureDecision(RetryCapture{.delay = {}, .use_autofocus = false}));
    failure.attempts = 2;
    failure.had_autofocus = false;
    CHECK(decide_after_failure(failure) == kGiveUp);
  }

  TEST_CASE("attempts and the guest's patience are limited") {
    const CaptureRetryLimits limits;
    auto failure = refused(Errc::Busy);
    failure.attempts = limits.max_attempts;
    CHECK(decide_after_failure(failure) == kGiveUp);
    failure.attempts = 1;
    failure.overdue = limits.latest_exposure + milliseconds{1};
    CHECK(decide_after_failure(failure) == kGiveUp);
  }

  TEST_CASE("an error that another attempt cannot change ends the shot") {
    for (const auto code : {Errc::BadInput, Errc::CameraClaimed, Errc::Unsupported, Errc::Internal})
      CHECK(decide_after_failure(refused(code)) == kGiveUp);
  }
}

}  // namespace booth
