#include "daemon/app/run_facts.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/app/run_heartbeat.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "sync/cloud_events/http_fact_sink.hpp"
#include "tests/support/fake_booth.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using Server = ScriptedHttpServer;
using namespace std::chrono_literals;

FactRunnerOptions quick() {
  FactRunnerOptions options;
  options.idle_look = 5ms;
  options.limits.retry.first_delay = 2ms;
  options.limits.retry.longest_delay = 20ms;
  options.limits.retry.longest_busy_delay = 20ms;
  options.limits.retry.refused_rest = 20ms;
  return options;
}

/// A back end that remembers every event by its id.
struct BackEnd {
  std::vector<std::string> taken;  ///< ids in the order of arrival, repeats included
  std::vector<long> sequences;     ///< of the same
  std::string poison;              ///< subject that it refuses with 400
  int lost_answers = 0;            ///< takes so many batches and closes without a word
  int status = 200;

  Server::Reply answer(const Server::Request& request) {
    if (status != 200) return Server::reply(status);
    const auto batch = boost::json::parse(request.body).as_array();
    for (const auto& event : batch)
      if (!poison.empty() && event.at("subject").as_string() == poison) return Server::reply(400);
    for (const auto& event : batch) {
      taken.emplace_back(event.at("id").as_string());
      sequences.push_back(std::stol(std::string(event.at("sequence").as_string())));
    }
    if (lost_answers > 0) {
      --lost_answers;
      return {"", true, false};
    }
    return Server::reply(200);
  }
};

struct Life {
  explicit Life(const std::filesystem::path& folder) {
    SqliteStoreOptions store_options;
    store_options.state_dir = folder;
    store_options.reserve_bytes = 0;
    store = std::move(SqliteStore::open(store_options, timer).value());
    HttpFactSinkOptions options;
    options.url = server.url() + "events";
    options.heartbeat_url = server.url() + "heartbeat";
    options.source = "urn:booth:test";
    options.is_compressed = false;
    sink = std::make_unique<HttpFactSink>(loop.get_executor(), options, timer);
    runner = std::make_unique<FactRunner>(loop.get_executor(), *store, *store, timer, sink.get(),
                                          quick());
  }
  ~Life() {
    runner->stop();
    CHECK(run_until(loop, [this] { return !is_running; }));
  }
  void start() {
    is_running = true;
    boost::asio::co_spawn(loop, runner->run(), [this](std::exception_ptr failure) {
      is_running = false;
      REQUIRE_FALSE(failure);
    });
  }
  void add(int count) {
    for (int i = 0; i < count; ++i)
      REQUIRE(run_until_done(loop, store->add_fact("a.b", "s" + std::to_string(++added), "{}"))
                  .has_value());
  }
  FactsView view() { return run_until_done(loop, runner->view()).value(); }
  bool drains() {
    for (int i = 0; i < 6000; ++i) {
      if (view().progress.waiting == 0) return true;
      loop.restart();
      loop.run_for(10ms);
    }
    return false;
  }

  boost::asio::io_context loop;
  SystemTimer timer;
  BackEnd back_end;
  Server server{loop.get_executor(),
                [this](const Server::Request& request) { return back_end.answer(request); }};
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<HttpFactSink> sink;
  std::unique_ptr<FactRunner> runner;
  int added = 0;
  bool is_running = false;
};

}  // namespace

TEST_SUITE("app/run_facts") {
  TEST_CASE("every fact arrives in its order, and a restart begins where it stopped") {
    demo::TempFolder folder("facts");
    std::vector<std::string> first;
    {
      Life life(folder.path());
      life.add(1200);
      life.start();
      REQUIRE(life.drains());
      CHECK(life.back_end.taken.size() == 1200);
      CHECK(std::is_sorted(life.back_end.sequences.begin(), life.back_end.sequences.end()));
      CHECK(life.server.requests().size() == 3);
    }
    Life life(folder.path());
    life.add(5);
    life.start();
    REQUIRE(life.drains());
    CHECK(life.back_end.taken.size() == 5);
  }

  TEST_CASE("a lost answer repeats ids, never invents new ones") {
    demo::TempFolder folder("facts");
    Life life(folder.path());
    life.back_end.lost_answers = 3;
    life.add(50);
    life.start();
    REQUIRE(life.drains());
    auto ids = life.back_end.taken;
    CHECK(ids.size() == 200);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    CHECK(ids.size() == 50);
  }

  TEST_CASE("a refused fact is found, set aside, and can be tried again, and the others go on") {
    demo::TempFolder folder("facts");
    Life life(folder.path());
    life.back_end.poison = "s77";
    life.add(300);
    life.start();
    REQUIRE(life.drains());
    CHECK(life.back_end.taken.size() == 299);
    CHECK(life.view().progress.set_aside == 1);
    CHECK(run_until_done(life.loop, life.runner->retry_set_aside()).value() == 0);
    life.back_end.poison.clear();
    CHECK(run_until_done(life.loop, life.runner->retry_set_aside()).value() == 1);
    CHECK(life.view().progress.set_aside == 0);
    CHECK(life.back_end.taken.size() == 300);
  }

  TEST_CASE("a server in trouble costs nothing but time, and the trouble is told") {
    demo::TempFolder folder("facts");
    Life life(folder.path());
    life.back_end.status = 503;
    life.add(10);
    life.start();
    REQUIRE(run_until(life.loop, [&] { return life.server.requests().size() >= 3; }));
    CHECK(life.view().trouble.find("503") != std::string::npos);
    CHECK(life.view().progress.waiting == 10);
    life.back_end.status = 200;
    REQUIRE(life.drains());
    CHECK(life.back_end.taken.size() == 10);
    CHECK(run_until(life.loop, [&] { return life.view().trouble.empty(); }));
  }
}

TEST_SUITE("app/run_heartbeat") {
  TEST_CASE("a heartbeat tells how the booth is, is dropped when nobody answers, and obeys") {
    demo::TempFolder folder("heartbeat");
    boost::asio::io_context loop;
    SystemTimer timer;
    bool is_there = false;
    std::string report;
    Server server(loop.get_executor(), [&](const Server::Request& request) {
      if (!is_there) return Server::Reply{"", true, false};
      const auto event = boost::json::parse(request.body).as_object();
      report = boost::json::serialize(event.at("data"));
      return Server::reply(200, "",
                           R"({"heartbeat":")" + std::string(event.at("id").as_string()) +
                               R"(","first_contact_delay_s":40,"probe":"ok"})");
    });
    HttpFactSinkOptions options;
    options.heartbeat_url = server.url() + "heartbeat";
    HttpFactSink sink(loop.get_executor(), options, timer);
    testing::FakeBooth booth;
    booth.shown.event = "wedding";
    HeartbeatRunner runner(loop.get_executor(), booth, timer, &sink, {2ms});
    std::chrono::milliseconds spread{0};
    runner.when_spread([&spread](std::chrono::milliseconds asked) { spread = asked; });
    bool is_running = true;
    boost::asio::co_spawn(loop, runner.run(), [&](std::exception_ptr) { is_running = false; });

    REQUIRE(run_until(loop, [&] { return !runner.view().trouble.empty(); }));
    is_there = true;
    REQUIRE(run_until(loop, [&] { return runner.view().trouble.empty() && spread > 0ms; }));
    CHECK(spread == 40s);
    CHECK(runner.view().probe == "ok");
    CHECK(report.find("\"event\":\"wedding\"") != std::string::npos);
    runner.stop();
    CHECK(run_until(loop, [&] { return !is_running; }));
  }
}

}  // namespace booth
