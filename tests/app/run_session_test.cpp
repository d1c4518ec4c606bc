#include "tests/app/session_life.hpp"

namespace booth {

using namespace std::chrono_literals;

TEST_SUITE("app/run_session") {
  TEST_CASE("four shots become one sheet with its prints and uploads") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    const auto session = life.plan_of(4, 2);
    REQUIRE(life.start(session).has_value());
    REQUIRE(life.becomes_idle());

    CHECK(life.stored(session.id).state == SessionState::Done);
    CHECK(life.shots(session.id).size() == 4);
    CHECK(life.camera.released.size() == 4);
    REQUIRE(life.sheet(session.id).has_value());
    CHECK(life.prints(session.id).size() == 2);
    CHECK(life.shots_announced == 4);
    CHECK(life.sheets_announced == 1);
    // Four originals, the sheet and its share copy.
    CHECK(run_until_done(life.loop, life.store->uploads(session.id, 50)).value().size() == 6);
  }

  TEST_CASE("a second start while a session runs is a conflict and harms nothing") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    const auto first = life.plan_of(4);
    REQUIRE(life.start(first).has_value());
    const auto second = life.start(life.plan_of(4));
    REQUIRE(second.has_error());
    CHECK(second.error().code == Errc::Conflict);
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(first.id).state == SessionState::Done);
  }

  TEST_CASE("a photo that fails is taken again for the same slot") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    life.camera.script = {std::nullopt, make_error(Errc::FocusFailed, "no focus"),
                          make_error(Errc::NoPhoto, "nothing came")};
    const auto session = life.plan_of(4);
    REQUIRE(life.start(session).has_value());
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(session.id).state == SessionState::Done);
    CHECK(life.camera.requests.size() == 6);
    CHECK(life.shots(session.id).size() == 4);
  }

  TEST_CASE("a photo that does not decode is replaced, and only the good one is on the sheet") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    life.renderer.undecodable_calls = {1};
    const auto session = life.plan_of(4);
    REQUIRE(life.start(session).has_value());
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(session.id).state == SessionState::Done);
    CHECK(life.camera.requests.size() == 5);
    CHECK(life.shots(session.id).size() == 4);
    const auto failed = life.facts_of("shot.failed");
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].subject == session.id.str());
    CAPTURE(failed[0].data);
    CHECK(failed[0].data.find(R"("slot":1,"reason":"corrupt","message":)") != std::string::npos);
  }

  TEST_CASE("a camera that stays broken interrupts the session and keeps what was taken") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    life.camera.script = {std::nullopt};
    for (int i = 0; i < 3; ++i)
      life.camera.script.push_back(make_error(Errc::NoPhoto, "nothing came"));
    const auto session = life.plan_of(4);
    REQUIRE(life.start(session).has_value());
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(session.id).state == SessionState::Interrupted);
    CHECK(life.stored(session.id).reason.find("nothing came") != std::string::npos);
    CHECK(life.shots(session.id).size() == 1);
    CHECK_FALSE(life.sheet(session.id).has_value());
    CHECK(life.renderer.abandoned.size() == 1);
  }

  TEST_CASE("a camera that comes back is waited for") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    life.camera.set_state(CameraState::Absent);
    const auto session = life.plan_of(1);
    REQUIRE(life.start(session).has_value());
    REQUIRE(run_until(life.loop, [&life] { return !life.camera.requests.empty(); }));
    life.camera.set_state(CameraState::Ready);
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(session.id).state == SessionState::Done);
  }

  TEST_CASE("a look that the guests choose late is on their sheet, with every photo") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    auto session = life.plan_of(4);
    session.plan.look = "warm";
    session.plan.next_countdown = 60s;
    REQUIRE(life.start(session).has_value());
    REQUIRE(run_until(life.loop, [&life] { return life.runner->countdown() > 50s; }));
    REQUIRE(life.renderer.orders.size() == 1);
    CHECK(life.renderer.orders[0].look == "warm");

    const auto chosen =
        run_until_done(life.loop, life.runner->choose_look(session.id, "bw", "beach.jpg"));
    REQUIRE(chosen.has_value());
    for (std::size_t shot = 2; shot <= 4; ++shot) {
      REQUIRE(life.runner->press_shutter().has_value());
      REQUIRE(run_until(life.loop, [&] {
        return life.runner->is_idle() ||
               (life.camera.requests.size() == shot && life.runner->countdown() > 50s);
      }));
    }
    REQUIRE(life.becomes_idle());
    REQUIRE(life.renderer.orders.size() == 2);
    CHECK(life.renderer.orders[1].look == "bw");
    CHECK(life.renderer.orders[1].backdrop == "beach.jpg");
    CHECK(life.renderer.orders[1].sheet == life.renderer.orders[0].sheet);
    CHECK(life.renderer.place_calls == 8);
    CHECK(life.stored(session.id).plan.look == "bw");
    const auto late = run_until_done(life.loop, life.runner->choose_look(session.id, "bw", ""));
    CHECK(late.error().code == Errc::Conflict);
  }

  TEST_CASE("cancelling ends the session and keeps its photos") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    auto session = life.plan_of(4);
    session.plan.next_countdown = 60s;
    REQUIRE(life.start(session).has_value());
    REQUIRE(run_until(life.loop, [&life] { return life.runner->countdown() > 50s; }));
    REQUIRE(life.runner->cancel(session.id, "guest").has_value());
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(session.id).state == SessionState::Cancelled);
    CHECK(life.shots(session.id).size() == 1);
    CHECK(life.runner->cancel(session.id, "guest").error().code == Errc::Conflict);
  }

  TEST_CASE("who cannot wait presses the shutter") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    auto session = life.plan_of(1);
    session.plan.first_countdown = 60s;
    CHECK(life.runner->press_shutter().error().code == Errc::Conflict);
    REQUIRE(life.start(session).has_value());
    REQUIRE(run_until(life.loop, [&life] { return life.runner->countdown().has_value(); }));
    REQUIRE(life.runner->press_shutter().has_value());
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(session.id).state == SessionState::Done);
  }

  TEST_CASE("a sheet that cannot be made is said, and the photos stay") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    life.renderer.is_finish_broken = true;
    const auto session = life.plan_of(1);
    REQUIRE(life.start(session).has_value());
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(session.id).state == SessionState::Interrupted);
    CHECK(life.shots(session.id).size() == 1);
  }

  TEST_CASE("after a crash a session goes on where it was, without repeating a photo") {
    for (std::size_t killed_after = 0; killed_after <= 4; ++killed_after) {
      CAPTURE(killed_after);
      demo::TempFolder folder("session");
      SessionId id;
      std::vector<Shot> before;
      {
        SessionLife life(folder.path());
        auto session = life.plan_of(4);
        session.plan.next_countdown = 20ms;
        id = session.id;
        REQUIRE(life.start(session).has_value());
        REQUIRE(run_until(life.loop, [&] { return life.shots(id).size() >= killed_after; }));
        before = life.shots(id);
      }
      SessionLife life(folder.path());
      REQUIRE(run_until(life.loop, [&] { return life.stored(id).state == SessionState::Done; }));
      const auto after = life.shots(id);
      REQUIRE(after.size() == 4);
      for (std::size_t i = 0; i < before.size(); ++i) CHECK(after[i].id == before[i].id);
      CHECK(life.prints(id).size() == 1);
    }
  }

  TEST_CASE(
      "after a long time without power nobody stands there: the session is interrupted, its photos "
      "stay") {
    demo::TempFolder folder("session");
    SessionId id;
    {
      SessionLife life(folder.path());
      auto session = life.plan_of(4);
      session.plan.next_countdown = 60s;
      id = session.id;
      REQUIRE(life.start(session).has_value());
      REQUIRE(run_until(life.loop, [&] { return life.shots(id).size() == 1; }));
    }
    auto options = quick_session();
    options.resume_window = -1ms;
    SessionLife life(folder.path(), options);
    REQUIRE(run_until(life.loop, [&] { return is_final(life.stored(id).state); }));
    CHECK(life.stored(id).state == SessionState::Interrupted);
    CHECK(life.shots(id).size() == 1);
    CHECK(life.camera.requests.empty());
  }
}

}  // namespace booth
