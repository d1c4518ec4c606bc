#include "daemon/app/run_uploads.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/chaos_proxy.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {

namespace fs = std::filesystem;
using Life = UploadLife;

namespace {

/// Takes everything at once except originals: those never end until they are stopped.
class EndlessOriginals final : public UploadTarget {
 public:
  EndlessOriginals(boost::asio::any_io_executor executor, int /*unused*/, Timer&)
      : executor_(std::move(executor)) {}

  const std::string& name() const override { return name_; }
  boost::asio::awaitable<Result<std::string>> prepare(UploadItem item) override {
    co_return R"({"url":"https://cloud.example/)" + item.sha256 + "\"}";
  }
  boost::asio::awaitable<Result<UploadProof>> send(UploadItem item, std::string) override {
    if (item.kind != UploadClass::Original) co_return UploadProof{"taken"};
    boost::asio::steady_timer never(executor_, SteadyTime::max());
    co_await never.async_wait(boost::asio::use_awaitable);
    co_return make_error(Errc::Internal, "never");
  }
  boost::asio::awaitable<Result<void>> probe() override { co_return Result<void>(); }
  std::optional<std::chrono::milliseconds> last_retry_after() const override { return {}; }
  std::string resume_state(UploadId) const override { return {}; }
  void drop_connections() override {}
  boost::asio::awaitable<Result<UploadProof>> erase(UploadItem) override {
    co_return UploadProof{"was never there"};
  }
  void limit_upload(std::int64_t) override {}

 private:
  boost::asio::any_io_executor executor_;
  std::string name_ = "cloud";
};

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

  TEST_CASE(
      "an item whose file is gone is parked and the others go on, and a person may retry it") {
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

  TEST_CASE("behind a portal nothing is marked or counted, and it recovers when the portal opens") {
    demo::TempFolder folder("uploads");
    auto portal =
        prepare_server(folder.path() / "portal");  // answers, with a certificate of its own
    REQUIRE(portal.start().has_value());
    demo::NginxDavOptions same_place;
    same_place.folder = folder.path() / "cloud";
    same_place.port = portal.port();
    auto server = demo::NginxDav::prepare(same_place);
    REQUIRE(server.has_value());
    Life life(folder.path() / "state", {put_options(*server)});
    for (int i = 0; i < 3; ++i) life.add_shot(50'000);
    life.start();
    REQUIRE(life.network_becomes("captive"));
    CHECK(life.runner->network_view().what_to_do.find("browser") != std::string::npos);
    for (const auto& item : life.items()) {
      CHECK(item.state == UploadState::Waiting);
      CHECK(item.attempts == 0);
    }
    CHECK(objects_in(portal.objects()) == 0);

    portal.stop();
    REQUIRE(server->start().has_value());
    REQUIRE(life.drains());
    check_byte_identical(life, *server);
    for (const auto& item : life.items()) CHECK(item.attempts == 0);
  }

  TEST_CASE("a lost link breaks the transfer off at once, uncounted, and it is sent again") {
    demo::TempFolder folder("uploads");
    auto server = prepare_server(folder.path() / "cloud");
    REQUIRE(server.start().has_value());
    boost::asio::io_context loop;
    bool is_first = true;
    ChaosProxy proxy(loop.get_executor(), server.port(), [&is_first](int) {
      return std::exchange(is_first, false) ? Chaos{.freeze_after = 200'000} : Chaos{};
    });
    auto options = put_options(server);
    options.url = "https://127.0.0.1:" + std::to_string(proxy.port()) + "/";
    Life life(folder.path() / "state", {options}, loop);
    life.add_shot(2'000'000);
    life.start();
    REQUIRE(run_until(loop, [&] { return proxy.bytes_to_server() >= 200'000; }));
    const auto begin = std::chrono::steady_clock::now();
    life.runner->link_changed(LinkEvent::Lost);
    REQUIRE(run_until(loop, [&] { return life.items().at(0).state != UploadState::Sending; }));
    CHECK(std::chrono::steady_clock::now() - begin < options.curl.low_speed_time);
    REQUIRE(life.drains());
    check_byte_identical(life, server);
    CHECK(life.items().at(0).attempts == 0);
  }

  TEST_CASE("one connection is kept for what a guest waits for, however long originals take") {
    demo::TempFolder folder("uploads");
    boost::asio::io_context loop;
    Life life(folder.path() / "state", {target_of<EndlessOriginals>(0)}, loop, quick());
    for (int i = 0; i < 8; ++i) life.add_shot(5'000);
    life.start();
    const auto is_stuck = [&life] {
      const auto items = life.items();
      return std::any_of(items.begin(), items.end(), [](const UploadItem& item) {
        return item.state == UploadState::Sending && !item.resume.empty();
      });
    };
    REQUIRE(run_until(loop, is_stuck));
    life.add_sheet(5'000);
    life.runner->wake();
    const auto has_share_copy = [&life] { return life.counts().synced == 1; };
    CHECK(run_until(loop, has_share_copy));
    for (const auto& item : life.items()) {
      CHECK((item.state == UploadState::Synced) == (item.kind == UploadClass::ShareCopy));
      // What a crash in mid upload must not forget is in the row by now.
      if (item.state == UploadState::Sending)
        CHECK(item.resume.find(item.sha256) != std::string::npos);
    }
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
