#include "daemon/app/run_uploads.hpp"

#include <fstream>
#include <iterator>
#include <memory>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/app/new_id.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/demo/rig/nginx_dav.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "sync/put/put_target.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// The same decisions as in a booth, with short delays.
UploadRunnerOptions quick() {
  UploadRunnerOptions options;
  options.target.retry.first_delay = 5ms;
  options.target.retry.longest_delay = 50ms;
  options.target.retry.refused_rest = 50ms;
  options.target.breaker.first_rest = 10ms;
  options.target.breaker.longest_rest = 50ms;
  options.target.network.first_delay = 10ms;
  options.target.network.longest_delay = 50ms;
  options.target.network.spread_after_link = 5ms;
  options.idle_look = 1s;
  return options;
}

demo::NginxDav prepare_server(const fs::path& folder, const std::string& token = "") {
  demo::NginxDavOptions options;
  options.folder = folder;
  options.token = token;
  auto server = demo::NginxDav::prepare(options);
  REQUIRE_MESSAGE(server.has_value(), server.error().context);
  return std::move(*server);
}

PutOptions put_options(const demo::NginxDav& server, const std::string& name = "cloud") {
  PutOptions options;
  options.name = name;
  options.url = server.base_url();
  options.curl.ca_file = server.ca_file();
  return options;
}

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// One life of the daemon's upload side on a state directory.
struct Life {
  Life(const fs::path& folder, std::vector<PutOptions> wanted) {
    SqliteStoreOptions store_options;
    store_options.state_dir = folder;
    store_options.reserve_bytes = 0;
    std::vector<UploadTarget*> pointers;
    for (auto& options : wanted) {
      store_options.targets.push_back({options.name});
      targets.push_back(std::make_unique<PutTarget>(loop.get_executor(), options));
      pointers.push_back(targets.back().get());
    }
    auto opened = SqliteStore::open(store_options, timer);
    REQUIRE(opened.has_value());
    store = std::move(*opened);
    runner = std::make_unique<UploadRunner>(loop.get_executor(), *store, timer, pointers, quick());
  }

  void start() {
    is_running = true;
    boost::asio::co_spawn(loop, runner->run(), [this](std::exception_ptr failure) {
      is_running = false;
      REQUIRE_FALSE(failure);
    });
  }

  ~Life() {
    runner->stop();
    CHECK(run_until(loop, [this] { return !is_running; }));
  }

  Shot add_shot(std::size_t size_bytes) {
    Store::NewShot shot;
    shot.id = new_id<ShotId>(timer);
    shot.event = "wedding";
    shot.jpeg = Bytes(size_bytes);
    for (auto& byte : shot.jpeg) byte = static_cast<std::byte>(timer.random_number());
    shot.jpeg[0] = std::byte{0xFF};
    shot.jpeg[1] = std::byte{0xD8};
    shot.taken_at = timer.utc_now();
    auto stored = run_until_done(loop, store->add_shot(std::move(shot)));
    REQUIRE_MESSAGE(stored.has_value(), stored.error().context);
    return *stored;
  }

  Store::UploadCounts counts() { return run_until_done(loop, store->upload_counts()).value(); }
  std::vector<UploadItem> items() {
    return run_until_done(loop, store->uploads(SessionId(), 1000)).value();
  }
  bool drains() {
    return run_until(loop, [this] { return counts().waiting == 0; });
  }
  bool network_becomes(const std::string& state) {
    return run_until(loop, [this, &state] { return runner->network_view().state == state; });
  }

  boost::asio::io_context loop;
  SystemTimer timer;
  std::vector<std::unique_ptr<PutTarget>> targets;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<UploadRunner> runner;
  bool is_running = false;
};

void check_byte_identical(Life& life, const demo::NginxDav& server) {
  for (const auto& item : life.items()) {
    CAPTURE(item.key);
    CHECK(item.state == UploadState::Synced);
    const auto ours = contents(life.store->absolute_path(item.path));
    CHECK(static_cast<std::int64_t>(ours.size()) == item.size_bytes);
    CHECK((contents(server.objects() / item.key) == ours));
  }
}

std::size_t objects_in(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    count += entry.is_regular_file() ? 1 : 0;
  return count;
}

}  // namespace

TEST_SUITE("app/run_uploads") {
  TEST_CASE(
      "uploads wait while the server is away, uncounted, and drain when it comes, byte-identical") {
    demo::TempFolder folder("uploads");
    auto server = prepare_server(folder.path() / "cloud");
    Life life(folder.path() / "state", {put_options(server)});
    for (int i = 0; i < 12; ++i) life.add_shot(200'000 + static_cast<std::size_t>(i) * 1000);
    life.add_shot(3'000'000);

    life.start();
    REQUIRE(life.network_becomes("offline"));
    CHECK(life.counts().waiting == 13);
    for (const auto& item : life.items()) CHECK(item.attempts == 0);

    REQUIRE(server.start().has_value());
    REQUIRE(life.drains());
    CHECK(life.runner->network_view().state == "online");
    CHECK(life.counts().synced == 13);
    check_byte_identical(life, server);
    CHECK(objects_in(server.objects()) == 13);
  }

  TEST_CASE("a server that goes away in the middle costs nothing but time") {
    demo::TempFolder folder("uploads");
    auto server = prepare_server(folder.path() / "cloud");
    REQUIRE(server.start().has_value());
    Life life(folder.path() / "state", {put_options(server)});
    life.start();
    for (int round = 0; round < 4; ++round) {
      for (int i = 0; i < 5; ++i) life.add_shot(500'000);
      life.runner->wake();
      const auto before = life.counts().synced;
      REQUIRE(run_until(life.loop, [&] { return life.counts().synced > before; }));
      server.kill_now();
      life.add_shot(500'000);
      life.runner->wake();
      REQUIRE(life.network_becomes("offline"));
      REQUIRE(server.start().has_value());
    }
    REQUIRE(life.drains());
    CHECK(life.counts().synced == 24);
    CHECK(life.counts().parked == 0);
    check_byte_identical(life, server);
  }

  TEST_CASE("what was on its way when the daemon died is looked for, not sent again") {
    demo::TempFolder folder("uploads");
    auto server = prepare_server(folder.path() / "cloud");
    REQUIRE(server.start().has_value());
    {
      Life life(folder.path() / "state", {put_options(server)});
      life.add_shot(100'000);
      auto item = life.items().at(0);
      item.state = UploadState::Sending;
      REQUIRE(run_until_done(life.loop, life.store->move_upload(UploadState::Waiting, item, ""))
                  .has_value());
      REQUIRE(run_until_done(life.loop,
                             life.targets[0]->send(item, life.store->absolute_path(item.path)))
                  .has_value());
    }  // dies before the row is moved
    const auto bytes_before = contents(server.log());
    Life life(folder.path() / "state", {put_options(server)});
    life.start();
    REQUIRE(life.drains());
    const auto requests = contents(server.log()).substr(bytes_before.size());
    CHECK(requests.find("PUT") == std::string::npos);
    check_byte_identical(life, server);
  }

  TEST_CASE("an item whose file is gone is parked and the others go on; a person may retry it") {
    demo::TempFolder folder("uploads");
    auto server = prepare_server(folder.path() / "cloud");
    REQUIRE(server.start().has_value());
    Life life(folder.path() / "state", {put_options(server)});
    const auto lost = life.add_shot(50'000);
    for (int i = 0; i < 3; ++i) life.add_shot(50'000);
    const auto path = life.store->absolute_path(lost.path);
    fs::rename(path, path + ".away");

    life.start();
    REQUIRE(life.drains());
    CHECK(life.counts().synced == 3);
    REQUIRE(life.counts().parked == 1);
    const auto items = life.items();
    const auto parked = std::find_if(items.begin(), items.end(), [](const UploadItem& item) {
      return item.state == UploadState::Parked;
    });
    CHECK(parked->sha256 == lost.sha256);
    CHECK(parked->last_error.find("No such file") != std::string::npos);

    fs::rename(path + ".away", path);
    CHECK(run_until_done(life.loop, life.runner->retry(parked->id)).has_value());
    REQUIRE(run_until(life.loop, [&] { return life.counts().synced == 4; }));
    check_byte_identical(life, server);
  }

  TEST_CASE(
      "a refused credential rests the target, parks nothing, and heals when the token file "
      "changes") {
    demo::TempFolder folder("uploads");
    auto server = prepare_server(folder.path() / "cloud", "right");
    REQUIRE(server.start().has_value());
    auto options = put_options(server);
    options.token_file = folder.path() / "token";
    std::ofstream(options.token_file) << "wrong\n";
    Life life(folder.path() / "state", {options});
    for (int i = 0; i < 5; ++i) life.add_shot(50'000);

    life.start();
    const auto tells_why = [&] {
      return life.runner->network_view().message.find("credential was refused") !=
             std::string::npos;
    };
    REQUIRE(run_until(life.loop, tells_why));
    CHECK(life.counts().waiting == 5);
    CHECK(life.counts().parked == 0);

    std::ofstream(options.token_file) << "right\n";
    REQUIRE(life.drains());
    CHECK(life.counts().synced == 5);
    for (const auto& item : life.items()) CHECK(item.attempts == 0);
    check_byte_identical(life, server);
  }

  TEST_CASE("a target that is away does not hold up another one") {
    demo::TempFolder folder("uploads");
    auto here = prepare_server(folder.path() / "here");
    auto away = prepare_server(folder.path() / "away");
    REQUIRE(here.start().has_value());
    Life life(folder.path() / "state", {put_options(away, "away"), put_options(here, "here")});
    for (int i = 0; i < 4; ++i) life.add_shot(50'000);
    life.start();
    REQUIRE(run_until(life.loop, [&] { return life.counts().synced == 4; }));
    REQUIRE(life.network_becomes("degraded"));
    CHECK(life.runner->network_view().message.find("away") == 0);
    CHECK(objects_in(here.objects()) == 4);

    REQUIRE(away.start().has_value());
    REQUIRE(life.drains());
    check_byte_identical(life, away);
  }

  TEST_CASE("without targets there is nothing to do") {
    demo::TempFolder folder("uploads");
    Life life(folder.path() / "state", {});
    life.start();
    CHECK(run_until(life.loop, [&] { return !life.is_running; }));
    CHECK(life.runner->network_view().state == "unused");
  }
}

}  // namespace booth
