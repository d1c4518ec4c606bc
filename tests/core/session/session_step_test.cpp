#include "daemon/core/session/session_step.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;

SessionPlan four_shots() {
  SessionPlan plan;
  plan.shots = 4;
  plan.first_countdown = 5s;
  plan.next_countdown = 3s;
  return plan;
}

const SessionPlan kPlan = four_shots();
const SessionLimits kLimits{.max_captures_per_slot = 3};

SessionStep next(const SessionProgress& progress, const SessionEvent& event) {
  return step(progress, event, kPlan, kLimits);
}

template <class T>
const T& as(const SessionProgress& progress) {
  REQUIRE(std::holds_alternative<T>(progress));
  return std::get<T>(progress);
}

template <class T>
bool does(const SessionStep& made) {
  return std::holds_alternative<T>(made.effect);
}

}  // namespace

TEST_SUITE("core/session/session_step") {
  TEST_CASE("four photos lead to a sheet, each after its countdown") {
    auto made = next(Preparing{}, Prepared{0});
    REQUIRE(does<CountDown>(made));
    CHECK(std::get<CountDown>(made.effect).time == 5s);

    for (int slot = 0; slot < 4; ++slot) {
      CAPTURE(slot);
      CHECK(as<CountingDown>(made.progress).slot == slot);
      made = next(made.progress, CountdownEnded{});
      REQUIRE(does<TakePhoto>(made));
      CHECK(std::get<TakePhoto>(made.effect).slot == slot);
      made = next(made.progress, ShotStored{slot + 1});
      if (slot == 3) break;
      CHECK(does<ShowPhoto>(made));
      made = next(made.progress, ReviewEnded{slot + 1});
      REQUIRE(does<CountDown>(made));
      CHECK(std::get<CountDown>(made.effect).time == 3s);
    }

    CHECK(does<MakeSheet>(made));
    CHECK(stored_state(made.progress) == SessionState::Composing);
    made = next(made.progress, SheetMade{});
    CHECK(as<Ended>(made.progress).how == SessionState::Done);
  }

  TEST_CASE("a photo that is shown can be taken again, and then the session goes on") {
    auto made = next(Reviewing{1}, RetakePressed{1});
    CHECK(as<CountingDown>(made.progress).slot == 1);
    CHECK(std::get<CountDown>(made.effect).time == 3s);
    made = next(made.progress, CountdownEnded{});
    CHECK(std::get<TakePhoto>(made.effect).slot == 1);
    made = next(made.progress, ShotStored{2});
    CHECK(as<Reviewing>(made.progress).slot == 1);
    CHECK(as<CountingDown>(next(made.progress, ReviewEnded{2}).progress).slot == 2);
  }

  TEST_CASE("a photo can be taken again while the next one counts down, and once per press") {
    const auto made = next(CountingDown{2, 1}, RetakePressed{0});
    CHECK(as<CountingDown>(made.progress).slot == 0);
    CHECK(does<GoOn>(next(made.progress, RetakePressed{0})));
  }

  TEST_CASE("a wish for another photo in the last moment before the sheet is drawn is heard") {
    CHECK(as<CountingDown>(next(Composing{}, RetakePressed{3}).progress).slot == 3);
  }

  TEST_CASE("when the second try fails for good, the photo that is there stays") {
    const auto failed = CaptureFailed{Errc::NoPhoto, "x"};
    auto made = next(Capturing{1, 1, true}, failed);
    CHECK(as<CountingDown>(made.progress).is_retake);
    CHECK(as<Reviewing>(next(Capturing{1, 3, true}, failed).progress).slot == 1);

    made = next(Capturing{1, 1, true}, CaptureFailed{Errc::NoCamera, "x"});
    CHECK(as<AwaitingCamera>(made.progress).is_retake);
    CHECK(as<CountingDown>(next(made.progress, CameraReady{}).progress).is_retake);
    CHECK(as<Reviewing>(next(made.progress, CameraStayedAway{}).progress).slot == 1);
  }

  TEST_CASE("the last photo is shown only where somebody wants it") {
    const SessionLimits shown{.max_captures_per_slot = 3, .last_review = 4s};
    const auto made = step(Capturing{3, 1}, ShotStored{4}, kPlan, shown);
    REQUIRE(does<ShowPhoto>(made));
    CHECK(std::get<ShowPhoto>(made.effect).time == 4s);
    CHECK(does<MakeSheet>(step(made.progress, ReviewEnded{4}, kPlan, shown)));
    CHECK(as<CountingDown>(step(made.progress, RetakePressed{3}, kPlan, shown).progress).slot == 3);
  }

  TEST_CASE("after a restart a session goes on with the first missing photo") {
    const auto made = next(Preparing{}, Prepared{2});
    CHECK(as<CountingDown>(made.progress).slot == 2);
  }

  TEST_CASE("after a restart a session with all photos makes its sheet at once") {
    CHECK(does<MakeSheet>(next(Preparing{}, Prepared{4})));
  }

  TEST_CASE("who cannot wait for zero presses again") {
    CHECK(does<TakePhoto>(next(CountingDown{1, 1}, ShutterPressed{})));
  }

  TEST_CASE("a failed photo is announced by a new countdown, never repeated silently") {
    for (const auto code : {Errc::FocusFailed, Errc::NoPhoto, Errc::Corrupt, Errc::Busy}) {
      const auto made = next(Capturing{2, 1}, CaptureFailed{code, "x"});
      REQUIRE(does<CountDown>(made));
      CHECK(as<CountingDown>(made.progress).slot == 2);
      CHECK(as<CountingDown>(made.progress).attempt == 2);
    }
  }

  TEST_CASE("a camera that is away is waited for, then counted down for again") {
    for (const auto code :
         {Errc::NoCamera, Errc::CameraClaimed, Errc::CameraStalled, Errc::CameraCrashed}) {
      const auto waiting = next(Capturing{2, 1}, CaptureFailed{code, "x"});
      REQUIRE(does<WaitForCamera>(waiting));
      const auto back = next(waiting.progress, CameraReady{});
      CHECK(as<CountingDown>(back.progress).attempt == 2);
      CHECK(std::get<CountDown>(back.effect).time == 3s);
      const auto gone = next(waiting.progress, CameraStayedAway{});
      CHECK(as<Ended>(gone.progress).how == SessionState::Interrupted);
    }
  }

  TEST_CASE("the last allowed failure interrupts the session and says why") {
    const auto made = next(Capturing{2, 3}, CaptureFailed{Errc::NoPhoto, "no photo within 8 s"});
    CHECK(as<Ended>(made.progress).how == SessionState::Interrupted);
    CHECK(as<Ended>(made.progress).reason.find("no photo within 8 s") != std::string::npos);
  }

  TEST_CASE("a session can be cancelled until the sheet is being made") {
    for (const SessionProgress& progress :
         {SessionProgress{Preparing{}}, SessionProgress{AwaitingCamera{0, 1}},
          SessionProgress{CountingDown{0, 1}}, SessionProgress{Capturing{0, 1}},
          SessionProgress{Reviewing{0}}}) {
      const auto made = next(progress, CancelPressed{"guest"});
      CHECK(as<Ended>(made.progress).how == SessionState::Cancelled);
    }
    CHECK(does<GoOn>(next(Composing{}, CancelPressed{"guest"})));
  }

  TEST_CASE("a disk that does not take the photo interrupts the session with its sentence") {
    const auto made = next(Capturing{0, 1}, StorageFailed{"disk full"});
    CHECK(as<Ended>(made.progress).reason == "disk full");
  }

  TEST_CASE("an event that does not fit changes nothing") {
    const SessionEvent all_events[] = {Prepared{0},      CameraReady{},    CameraStayedAway{},
                                       CountdownEnded{}, ShutterPressed{}, ShotStored{1},
                                       CaptureFailed{},  ReviewEnded{1},   SheetMade{},
                                       SheetFailed{},    CancelPressed{},  StorageFailed{}};
    // An ended session stays ended, whatever arrives late.
    for (const auto& event : all_events) {
      const auto made = next(Ended{SessionState::Done, ""}, event);
      CHECK(as<Ended>(made.progress).how == SessionState::Done);
      CHECK(does<GoOn>(made));
    }
    CHECK(does<GoOn>(next(Capturing{0, 1}, ShutterPressed{})));
    CHECK(does<GoOn>(next(Capturing{0, 1}, CountdownEnded{})));
    CHECK(does<GoOn>(next(CountingDown{0, 1}, ShotStored{1})));
    CHECK(does<GoOn>(next(Reviewing{0}, CaptureFailed{})));
    CHECK(does<GoOn>(next(Composing{}, ShotStored{4})));
  }
}

}  // namespace booth
