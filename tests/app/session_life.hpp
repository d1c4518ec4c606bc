#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/app/new_id.hpp"
#include "daemon/app/run_session.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/fake_camera.hpp"
#include "tests/support/fake_renderer.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {

inline SessionRunnerOptions quick_session() {
  SessionRunnerOptions options;
  options.limits.max_captures_per_slot = 3;
  options.camera_patience = std::chrono::seconds(5);
  options.capture_lead = std::chrono::milliseconds(0);
  return options;
}

/// One life of the daemon on a state directory: what is destroyed is killed, what is on disk stays.
struct SessionLife {
  explicit SessionLife(const std::filesystem::path& folder,
                       SessionRunnerOptions options = quick_session())
      : camera(timer) {
    SqliteStoreOptions store_options;
    store_options.state_dir = folder;
    store_options.targets = {{"cloud"}};
    store_options.reserve_bytes = 0;
    auto opened = SqliteStore::open(store_options, timer);
    if (opened.has_error()) FAIL(opened.error().context);
    store = std::move(*opened);
    runner = std::make_unique<SessionRunner>(loop.get_executor(), *store, camera, renderer, timer,
                                             std::vector<Printer*>{}, options);
    auto count_shots = [this] { ++shots_announced; };
    runner->when_shot_stored(count_shots);
    auto count_sheets = [this] { ++sheets_announced; };
    runner->when_sheet_made(count_sheets);
    boost::asio::co_spawn(loop, runner->run(),
                          [](std::exception_ptr failure) { REQUIRE_FALSE(failure); });
  }

  Session plan_of(int shots, int copies = 1) {
    Session session;
    session.id = new_id<SessionId>(timer);
    session.plan.event = "wedding";
    session.plan.event_title = "Ada & Grace";
    session.plan.template_name = shots == 1 ? "single-4x6" : "classic-4x6";
    session.plan.shots = shots;
    session.plan.copies = copies;
    session.plan.first_countdown = std::chrono::milliseconds(3);
    session.plan.next_countdown = std::chrono::milliseconds(2);
    session.plan.review = std::chrono::milliseconds(1);
    session.started_at = timer.utc_now();
    session.changed_at = session.started_at;
    return session;
  }

  Result<Session> start(Session session) {
    return run_until_done(loop, runner->start(std::move(session)));
  }
  bool becomes_idle() {
    return run_until(loop, [this] { return runner->is_idle(); });
  }
  Session stored(const SessionId& id) { return run_until_done(loop, store->session(id)).value(); }
  std::vector<Shot> shots(const SessionId& id) {
    return run_until_done(loop, store->shots(id)).value();
  }
  std::vector<Fact> facts_of(const std::string& type) {
    auto facts = run_until_done(loop, store->facts(0, 1000)).value();
    std::erase_if(facts, [&type](const Fact& fact) { return fact.type != type; });
    return facts;
  }
  std::optional<Sheet> sheet(const SessionId& id) {
    return run_until_done(loop, store->sheet_of(id)).value();
  }
  std::vector<PrintJob> prints(const SessionId& id) {
    return run_until_done(loop, store->prints(id, 50)).value();
  }

  boost::asio::io_context loop;
  SystemTimer timer;
  FakeCamera camera;
  FakeRenderer renderer;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<SessionRunner> runner;
  int shots_announced = 0;
  int sheets_announced = 0;
};

}  // namespace booth
