// What a guest wants forgotten is gone from a real S3 server, and nothing else is.
#include <algorithm>

#include <doctest/doctest.h>

#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/ceph_gateway.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

/// What the server itself says about a key: 200 or 404.
int status_of(boost::asio::io_context& loop, s3::Client& client, const std::string& key) {
  const auto answer = run_until_done(loop, client.ask({.method = "HEAD", .key = key}));
  REQUIRE_MESSAGE(answer.has_value(), answer.error().context);
  return answer->status;
}

bool is_all_erased(UploadLife& life, const SessionId& session) {
  const auto erasures = run_until_done(life.loop, life.store->erasures(session)).value();
  return std::all_of(erasures.begin(), erasures.end(),
                     [](const auto& each) { return each.is_done; });
}

}  // namespace

TEST_SUITE("sync/s3/forget_live") {
  TEST_CASE("a forgotten session is gone from a real Ceph gateway, proved, and no other is") {
    if (!CephGateway::is_installed()) return;
    demo::TempFolder folder("ceph-forget");
    CephGateway gateway(folder.path());
    boost::asio::io_context loop;
    SystemTimer timer;
    S3Target direct(loop.get_executor(), gateway.options(gateway.port), timer);
    REQUIRE(run_until_done(loop, direct.client().ask({.method = "PUT"})).value().status == 200);

    const auto target = target_of<S3Target>(gateway.options(gateway.port));
    UploadLife life(folder.path() / "booth", {target}, loop, quick());
    const auto forgotten = life.add_sheet(30'000).session;
    static_cast<void>(life.add_sheet(30'000));
    life.start();
    REQUIRE(life.drains());
    const auto items = life.items();
    for (const auto& item : items) CHECK(status_of(loop, direct.client(), item.key) == 200);

    const auto done = run_until_done(loop, life.store->forget_session(forgotten, "guest"));
    REQUIRE_MESSAGE(done.has_value(), done.error().context);
    CHECK(done->erasures_wanted == 2);  // the sheet and its share copy
    life.runner->wake();
    REQUIRE(run_until(loop, [&] { return is_all_erased(life, forgotten); }));
    for (const auto& each : run_until_done(loop, life.store->erasures(forgotten)).value())
      CHECK(each.proof == "delete: then 404");
    for (const auto& item : items)
      CHECK(status_of(loop, direct.client(), item.key) == (item.session == forgotten ? 404 : 200));
  }
}

}  // namespace booth
