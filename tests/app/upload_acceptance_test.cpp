// The whole upload side against real servers that verify, over a network that breaks every
// connection.
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "sync/s3/s3_xml.hpp"
#include "sync/tus/tus_target.hpp"
#include "tests/support/bad_luck.hpp"
#include "tests/support/ceph_gateway.hpp"
#include "tests/support/tus_server.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

constexpr unsigned kSeed = 20261122;

void add_photos(UploadLife& booth, int photos) {
  std::mt19937 random(kSeed);
  for (int i = 0; i < photos; ++i)
    booth.add_shot(std::uniform_int_distribution<std::size_t>(5'000, 200'000)(random));
}

CurlOptions impatient(CurlOptions options) {
  options.low_speed_time = std::chrono::seconds(1);
  options.unacknowledged_timeout = std::chrono::seconds(1);
  return options;
}

std::vector<UploadItem> all_items(UploadLife& life) {
  return run_until_done(life.loop, life.store->uploads(SessionId(), 10'000)).value();
}

/// Every key that the bucket holds.
std::multiset<std::string> keys_in(boost::asio::io_context& loop, s3::Client& client) {
  std::multiset<std::string> keys;
  while (true) {
    s3::Call call{.method = "GET", .query = {{"list-type", "2"}, {"max-keys", "200"}}};
    if (!keys.empty()) call.query.emplace_back("start-after", *keys.rbegin());
    const auto page = run_until_done(loop, client.ask(std::move(call)));
    REQUIRE(page.has_value());
    REQUIRE(page->status == 200);
    const auto found = s3::elements(page->body, "Key");
    if (found.empty()) return keys;
    for (const auto key : found) keys.emplace(key);
  }
}

void survive_on_ceph(int photos) {
  demo::TempFolder folder("ceph-chaos");
  CephGateway gateway(folder.path());
  boost::asio::io_context loop;
  SystemTimer timer;
  S3Target direct(loop.get_executor(), gateway.options(gateway.port), timer);
  REQUIRE(run_until_done(loop, direct.client().ask({.method = "PUT"})).value().status == 200);

  BadLuck luck(kSeed);
  ChaosProxy proxy(loop.get_executor(), gateway.port, [&luck](int) { return luck.next(); });
  auto options = gateway.options(proxy.port());
  options.client.curl = impatient(options.client.curl);
  UploadLife booth(folder.path() / "booth", {target_of<S3Target>(options)}, loop, quick());
  add_photos(booth, photos);
  booth.start();
  REQUIRE(booth.drains(std::chrono::minutes(30)));

  CHECK(booth.counts().parked == 0);
  std::multiset<std::string> wanted;
  for (const auto& item : all_items(booth)) {
    wanted.insert(item.key);
    CAPTURE(item.key);
    CHECK(item.state == UploadState::Synced);
    HttpRequest read{.url = gateway.read_url(gateway.port, item.key)};
    read.is_answer_hashed = true;
    const auto held = run_until_done(loop, direct.client().transport().request(std::move(read)));
    REQUIRE(held.has_value());
    CHECK(held->body_sha256 == item.sha256);
  }
  CHECK(static_cast<int>(wanted.size()) == photos);
  CHECK((keys_in(loop, direct.client()) == wanted));
  MESSAGE(photos, " photos over ", proxy.connections(), " connections");
  CHECK(proxy.connections() > photos / 8);
}

void survive_on_tus(int photos, const std::string& modules) {
  demo::TempFolder folder("tus-chaos");
  TusServer server(folder.path(), modules);
  boost::asio::io_context loop;
  BadLuck luck(kSeed);
  ChaosProxy proxy(loop.get_executor(), server.port, [&luck](int) { return luck.next(); });
  TusOptions options;
  options.name = "tus";
  options.url = "http://127.0.0.1:" + std::to_string(proxy.port()) + "/files";
  options.curl = impatient(options.curl);
  UploadLife booth(folder.path() / "booth", {target_of<TusTarget>(options)}, loop, quick());
  add_photos(booth, photos);
  booth.start();
  REQUIRE(booth.drains(std::chrono::minutes(30)));

  CHECK(booth.counts().parked == 0);
  std::set<std::string> ours;
  for (const auto& item : all_items(booth)) {
    CHECK(item.state == UploadState::Synced);
    ours.insert(item.sha256);
  }
  std::multiset<std::string> whole;
  int orphans = 0;
  for (const auto& body : server.stored()) {
    const auto sha256 = sha256_hex(body);
    if (ours.contains(sha256))
      whole.insert(sha256);
    else
      ++orphans;
  }
  // What a lost answer left behind is never whole: the server's expiration takes it away.
  CHECK(static_cast<int>(ours.size()) == photos);
  CHECK((std::set<std::string>(whole.begin(), whole.end()) == ours));
  CHECK(static_cast<int>(whole.size()) == photos);
  MESSAGE(photos, " photos over ", proxy.connections(), " connections, ", orphans,
          " unfinished orphans");
}

}  // namespace

TEST_SUITE("app/upload_acceptance") {
  TEST_CASE("a thousand photos reach a real S3 server once each, over connections that all break") {
    if (CephGateway::is_installed()) survive_on_ceph(1000);
  }

  TEST_CASE("photos reach a real tus server once each, and orphans are unfinished ones only") {
    const auto modules = node_modules();
    if (!modules.empty()) survive_on_tus(300, modules);
  }
}

}  // namespace booth
