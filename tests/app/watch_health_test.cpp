#include "daemon/app/watch_health.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {
namespace {

struct Watching {
  Watching() : folder("health") {
    SqliteStoreOptions options;
    options.state_dir = folder.path();
    options.reserve_bytes = 0;
    store = std::move(SqliteStore::open(options, timer).value());
    restart();
    status.now = std::chrono::sys_days{std::chrono::year{2027} / 6 / 12};
    status.camera.state = CameraState::Ready;
    status.network.state = "online";
    status.disk.free_bytes = 50'000'000'000;
  }

  /// The daemon's memory is gone, the store's is not.
  void restart() { watcher = std::make_unique<HealthWatcher>(*store, *store, HealthLimits{}); }

  void look() {
    auto task = [this]() -> boost::asio::awaitable<int> {
      co_await watcher->look(status);
      co_return 0;
    };
    run_until_done(loop, task());
    status.now += std::chrono::seconds{1};
  }

  std::vector<Fact> alarms() {
    auto facts = run_until_done(loop, store->facts(0, 100)).value();
    std::erase_if(facts, [](const Fact& fact) { return !fact.type.starts_with("alarm."); });
    return facts;
  }

  const Health& worst() const { return watcher->health().front(); }

  demo::TempFolder folder;
  boost::asio::io_context loop;
  SystemTimer timer;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<HealthWatcher> watcher;
  BoothStatus status;
};

}  // namespace

TEST_SUITE("app/watch_health") {
  TEST_CASE("a fault that lasts becomes one alarm, and its end is written down too") {
    Watching watching;
    watching.look();
    watching.status.camera.state = CameraState::Failed;
    watching.status.camera.message = "no camera";
    watching.look();
    CHECK(watching.alarms().empty());
    for (int i = 0; i < 5; ++i) watching.look();
    REQUIRE(watching.alarms().size() == 1);
    CHECK(watching.alarms().front().type == "alarm.raised");
    CHECK(watching.alarms().front().subject == "camera");
    CHECK(watching.worst().subsystem == "camera");

    watching.status.camera.state = CameraState::Ready;
    for (int i = 0; i < 3; ++i) watching.look();
    REQUIRE(watching.alarms().size() == 2);
    CHECK(watching.alarms().back().type == "alarm.cleared");
    CHECK(watching.worst().level == HealthLevel::Ok);
  }

  TEST_CASE("a fault of half a second is no alarm") {
    Watching watching;
    watching.look();
    for (int i = 0; i < 4; ++i) {
      watching.status.camera.state = CameraState::Recovering;
      watching.look();
      watching.status.camera.state = CameraState::Ready;
      watching.look();
    }
    CHECK(watching.alarms().empty());
  }

  TEST_CASE("what is wrong from the start is an alarm as well") {
    Watching watching;
    watching.status.camera.state = CameraState::Absent;
    watching.look();
    watching.look();
    CHECK(watching.alarms().size() == 1);
  }

  TEST_CASE("since says when it began, not when it was last looked at") {
    Watching watching;
    watching.look();
    watching.status.camera.state = CameraState::Failed;
    watching.look();
    const auto began = watching.status.now;
    watching.look();
    for (int i = 0; i < 5; ++i) watching.look();
    CHECK(watching.worst().since == began);
  }

  TEST_CASE("an alarm outlives a restart, with its since, and is cleared when its cause is gone") {
    Watching watching;
    watching.status.camera.state = CameraState::Failed;
    watching.status.camera.message = "no camera";
    watching.look();
    watching.look();
    REQUIRE(watching.alarms().size() == 1);
    const auto raised = watching.alarms().front();
    watching.restart();
    watching.look();
    CHECK(watching.worst().subsystem == "camera");
    CHECK(watching.worst().since == raised.at);
    for (int i = 0; i < 4; ++i) watching.look();
    CHECK(watching.alarms().size() == 1);

    watching.restart();
    watching.status.camera.state = CameraState::Ready;
    for (int i = 0; i < 3; ++i) watching.look();
    REQUIRE(watching.alarms().size() == 2);
    CHECK(watching.alarms().back().type == "alarm.cleared");
    CHECK(watching.worst().level == HealthLevel::Ok);
    watching.restart();
    for (int i = 0; i < 3; ++i) watching.look();
    CHECK(watching.alarms().size() == 2);
  }

  TEST_CASE("the alarm of a printer that is taken out over a restart is cleared") {
    Watching watching;
    watching.status.printers.resize(1);
    watching.status.printers.front().name = "dnp";
    watching.status.printers.front().report.condition = PrinterCondition::CoverOpen;
    watching.look();
    watching.look();
    REQUIRE(watching.alarms().size() == 1);
    watching.status.printers.clear();
    watching.restart();
    watching.look();
    REQUIRE(watching.alarms().size() == 2);
    CHECK(watching.alarms().back().type == "alarm.cleared");
    CHECK(watching.alarms().back().subject == watching.alarms().front().subject);
  }

  TEST_CASE("what has just become well asks nobody to do anything any more") {
    Watching watching;
    watching.status.network = {"offline", "no route to the cloud", "Plug the cable in.", {}};
    watching.look();
    watching.look();
    CHECK(watching.worst().what_to_do == "Plug the cable in.");
    watching.status.network = {"online", "uploads run", "", {}};
    watching.look();
    CHECK(watching.worst().level == HealthLevel::Degraded);
    CHECK(watching.worst().what_to_do.empty());
    CHECK(watching.worst().message == "it was wrong a moment ago (no route to the cloud)");
    watching.status.network = {"offline", "no route to the cloud", "Plug the cable in.", {}};
    watching.look();
    CHECK(watching.worst().what_to_do == "Plug the cable in.");
    CHECK(watching.alarms().size() == 1);
  }

  TEST_CASE("a status that is newer than the look takes the old remedy back by itself") {
    Watching watching;
    watching.status.network = {"offline", "no route to the cloud", "Plug the cable in.", {}};
    watching.look();
    watching.look();
    const auto still = watching.watcher->health_beside(watching.status).front();
    CHECK(still.what_to_do == "Plug the cable in.");
    watching.status.network = {"online", "uploads run", "", {}};
    const auto shown = watching.watcher->health_beside(watching.status).front();
    CHECK(shown.subsystem == "network");
    CHECK(shown.level == HealthLevel::Degraded);
    CHECK(shown.what_to_do.empty());
    CHECK(shown.message == "it was wrong a moment ago (no route to the cloud)");
  }

  TEST_CASE("a printer that is taken out of the configuration is not remembered") {
    Watching watching;
    watching.status.printers.resize(1);
    watching.status.printers.front().name = "dnp";
    watching.look();
    watching.look();
    watching.status.printers.clear();
    watching.look();
    for (const auto& health : watching.watcher->health()) CHECK(health.subsystem != "printer dnp");
  }
}

}  // namespace booth
