// What people may do about uploads, and what guests may ask for, on a real WebDAV server.
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Session new_session(UploadLife& life) {
  Session session;
  session.id = new_id<SessionId>(life.timer);
  session.plan.event = "wedding";
  session.plan.event_title = "Ada & Grace";
  session.plan.template_name = "single-4x6";
  return run_until_done(life.loop, life.store->add_session(session)).value();
}

/// A session of which only photos exist: enough to be forgotten.
SessionId cancelled_session(UploadLife& life, int photos) {
  const auto session = new_session(life);
  for (int slot = 0; slot < photos; ++slot) {
    Store::NewShot shot;
    shot.id = new_id<ShotId>(life.timer);
    shot.session = session.id;
    shot.event = "wedding";
    shot.slot = slot;
    shot.jpeg = Bytes(50'000, static_cast<std::byte>(slot + 1));
    shot.taken_at = life.timer.utc_now();
    REQUIRE(run_until_done(life.loop, life.store->add_shot(std::move(shot))).has_value());
  }
  REQUIRE(run_until_done(life.loop, life.store->move_session(session.id, SessionState::Preparing,
                                                             SessionState::Cancelled, "left"))
              .has_value());
  return session.id;
}

struct Rig {
  demo::TempFolder folder{"control"};
  demo::NginxDav server = prepare_server(folder.path() / "cloud");
  Rig() { REQUIRE(server.start().has_value()); }
};

}  // namespace

TEST_SUITE("app/upload_control") {
  TEST_CASE_FIXTURE(Rig, "a forgotten session is deleted on the server, and that is proved") {
    UploadLife life(folder.path() / "state", {put_options(server)});
    life.start();
    const auto session = cancelled_session(life, 3);
    life.add_shot(20'000);
    life.runner->wake();
    REQUIRE(life.drains());
    REQUIRE(objects_in(server.objects()) == 4);

    const auto forgotten =
        run_until_done(life.loop, life.store->forget_session(session, "guest")).value();
    CHECK(forgotten.files_removed == 3);
    CHECK(forgotten.erasures_wanted == 3);
    life.runner->wake();
    const auto erasures = [&] {
      return run_until_done(life.loop, life.store->erasures(session)).value();
    };
    const auto is_done = [](const auto& each) { return each.is_done; };
    REQUIRE(run_until(life.loop, [&] {
      const auto all = erasures();
      return std::all_of(all.begin(), all.end(), is_done);
    }));
    for (const auto& each : erasures()) CHECK(each.proof == "delete: then 404");
    CHECK(objects_in(server.objects()) == 1);
  }

  TEST_CASE_FIXTURE(Rig, "a deletion waits for the network and is not lost by a restart") {
    SessionId session;
    {
      UploadLife life(folder.path() / "state", {put_options(server)});
      life.start();
      session = cancelled_session(life, 2);
      life.runner->wake();
      REQUIRE(life.drains());
      server.stop();
      REQUIRE(run_until_done(life.loop, life.store->forget_session(session, "guest")).has_value());
      life.runner->wake();
      life.loop.restart();
      life.loop.run_for(50ms);
    }
    REQUIRE(server.start().has_value());
    UploadLife life(folder.path() / "state", {put_options(server)});
    life.start();
    REQUIRE(run_until(life.loop, [&] {
      return run_until_done(life.loop, life.store->wanted_erasures("cloud", 9)).value().empty();
    }));
    CHECK(objects_in(server.objects()) == 0);
  }

  TEST_CASE_FIXTURE(Rig, "a pause begins nothing, and ends when somebody says so") {
    UploadLife life(folder.path() / "state", {put_options(server)});
    life.runner->pause(true);
    life.start();
    life.add_shot(1000);
    life.runner->wake();
    REQUIRE(life.network_becomes("online"));
    CHECK(life.counts().waiting == 1);
    CHECK(life.runner->network_view().what_to_do == "boothctl uploads resume");
    life.runner->pause(false);
    REQUIRE(life.drains());
    CHECK(life.counts().synced == 1);
  }

  TEST_CASE_FIXTURE(Rig,
                    "a parked upload stays until it is retried, and only waiting ones are parked") {
    UploadLife life(folder.path() / "state", {put_options(server)});
    life.add_shot(1000);
    life.add_shot(2000);
    const auto id = life.items().at(0).id;
    const auto parked = run_until_done(life.loop, life.runner->park(id, "boothctl:root")).value();
    CHECK(parked.last_error == "parked by boothctl:root");
    CHECK(run_until_done(life.loop, life.runner->park(id, "x")).error().code == Errc::Conflict);
    life.start();
    REQUIRE(life.drains());
    CHECK(life.counts().synced == 1);
    CHECK(life.counts().parked == 1);
    REQUIRE(run_until_done(life.loop, life.runner->retry(id)).has_value());
    REQUIRE(run_until(life.loop, [&] { return life.counts().synced == 2; }));
  }

  TEST_CASE_FIXTURE(Rig, "a test stores an object, proves it and deletes it again") {
    UploadLife life(folder.path() / "state", {put_options(server)});
    const auto object = run_until_done(life.loop, life.store->test_object("cloud")).value();
    const auto tested = run_until_done(life.loop, life.runner->test(object)).value();
    CHECK(tested.stored == "read back: sha256");
    CHECK(tested.erased == "delete: then 404");
    CHECK(tested.trouble.empty());
    CHECK(objects_in(server.objects()) == 0);
    auto elsewhere = object;
    elsewhere.target = "nowhere";
    CHECK(run_until_done(life.loop, life.runner->test(elsewhere)).error().code == Errc::NotFound);
    server.stop();
    CHECK(run_until_done(life.loop, life.runner->test(object)).error().code == Errc::NetworkDown);
  }

  TEST_CASE_FIXTURE(Rig, "the rate of what was sent is shown for each target") {
    UploadLife life(folder.path() / "state", {put_options(server)});
    CHECK(life.runner->target_views().at(0).bytes_per_s == 0);
    life.add_shot(600'000);
    life.start();
    REQUIRE(life.drains());
    const auto view = life.runner->target_views().at(0);
    CHECK(view.name == "cloud");
    CHECK(view.state == "online");
    CHECK(view.bytes_per_s > 100);
  }
}

}  // namespace booth
