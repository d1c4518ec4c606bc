#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/app/session_life.hpp"

namespace booth {

using namespace std::chrono_literals;

TEST_SUITE("app/retake") {
  TEST_CASE("a photo that is taken again takes the old one's place, which is kept") {
    demo::TempFolder folder("session");
    SessionLife life(folder.path());
    auto session = life.plan_of(4);
    session.plan.next_countdown = 60s;
    CHECK(life.runner->retake(session.id, 0).error().code == Errc::Conflict);
    REQUIRE(life.start(session).has_value());
    const auto counts_down_after = [&](std::size_t photos) {
      return run_until(life.loop, [&life, photos] {
        return life.camera.requests.size() == photos && life.runner->countdown() > 50s;
      });
    };
    REQUIRE(counts_down_after(1));
    const auto first = life.shots(session.id).at(0);
    REQUIRE(life.runner->retake(session.id, 0).has_value());
    REQUIRE(life.runner->press_shutter().has_value());
    REQUIRE(counts_down_after(2));
    for (std::size_t photos = 3; photos <= 5; ++photos) {
      REQUIRE(life.runner->press_shutter().has_value());
      if (photos < 5) REQUIRE(counts_down_after(photos));
    }
    REQUIRE(life.becomes_idle());

    const auto shots = life.shots(session.id);
    REQUIRE(shots.size() == 4);
    CHECK(shots[0].id != first.id);
    CHECK(std::filesystem::exists(folder.path() / first.path));
    const auto sheet = life.sheet(session.id);
    REQUIRE(sheet.has_value());
    std::ifstream made(folder.path() / sheet->path);
    const std::string drawn((std::istreambuf_iterator<char>(made)), {});
    CHECK(drawn.find(shots[0].id.str()) != std::string::npos);
    CHECK(drawn.find(first.id.str()) == std::string::npos);
    CHECK(run_until_done(life.loop, life.store->shot(first.id)).value().path == first.path);
    // Five originals, the sheet and its share copy.
    CHECK(run_until_done(life.loop, life.store->uploads(session.id, 50)).value().size() == 7);
    CHECK(life.runner->retake(session.id, 0).error().code == Errc::Conflict);
  }

  TEST_CASE("a crash before the new photo is safe leaves the old one on the sheet") {
    demo::TempFolder folder("session");
    SessionId id;
    ShotId first;
    {
      SessionLife life(folder.path());
      auto session = life.plan_of(2);
      session.plan.next_countdown = 60s;
      id = session.id;
      REQUIRE(life.start(session).has_value());
      REQUIRE(run_until(life.loop, [&life] { return life.runner->countdown() > 50s; }));
      first = life.shots(id).at(0).id;
      REQUIRE(life.runner->retake(id, 0).has_value());
    }
    SessionLife life(folder.path());
    REQUIRE(run_until(life.loop, [&life] { return life.runner->countdown().has_value(); }));
    REQUIRE(life.runner->press_shutter().has_value());
    REQUIRE(life.becomes_idle());
    CHECK(life.stored(id).state == SessionState::Done);
    CHECK(life.shots(id).at(0).id == first);
  }

  TEST_CASE("the last photo can be taken again where it is shown") {
    demo::TempFolder folder("session");
    auto options = quick_session();
    options.limits.last_review = 60s;
    SessionLife life(folder.path(), options);
    const auto session = life.plan_of(1);
    REQUIRE(life.start(session).has_value());
    REQUIRE(run_until(life.loop, [&] {
      return life.shots_announced == 1 && life.runner->retake(session.id, 0).has_value();
    }));
    REQUIRE(run_until(life.loop, [&life] { return life.camera.requests.size() == 2; }));
    CHECK(life.stored(session.id).state != SessionState::Done);
    REQUIRE(run_until(life.loop, [&] { return life.shots_announced == 2; }));
    CHECK(life.shots(session.id).size() == 1);
  }
}

}  // namespace booth
