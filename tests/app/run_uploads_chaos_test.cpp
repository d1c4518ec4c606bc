#include "daemon/app/run_uploads.hpp"

#include <random>

#include <doctest/doctest.h>

#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/bad_luck.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

void survive(int photos, unsigned seed) {
  demo::TempFolder folder("chaos");
  auto server = prepare_server(folder.path() / "cloud");
  REQUIRE(server.start().has_value());
  auto options = put_options(server);
  options.curl.low_speed_time = std::chrono::seconds(1);
  options.curl.unacknowledged_timeout = std::chrono::seconds(1);
  boost::asio::io_context loop;
  BadLuck luck(seed);
  ChaosProxy proxy(loop.get_executor(), server.port(), [&luck](int) { return luck.next(); });
  options.url = "https://127.0.0.1:" + std::to_string(proxy.port()) + "/";
  UploadLife booth(folder.path() / "booth", {options}, loop);

  std::mt19937 random(seed);
  for (int i = 0; i < photos; ++i)
    booth.add_shot(std::uniform_int_distribution<std::size_t>(5'000, 200'000)(random));
  booth.start();
  REQUIRE(booth.drains(std::chrono::minutes(5)));

  CHECK(booth.counts().parked == 0);
  CHECK(booth.counts().synced == photos);
  check_byte_identical(booth, server);
  CHECK(objects_in(server.objects()) == static_cast<std::size_t>(photos));
  MESSAGE(photos, " photos over ", proxy.connections(), " broken connections");
  CHECK(proxy.connections() > photos / 8);
}

}  // namespace

TEST_SUITE("app/run_uploads_chaos") {
  TEST_CASE("cuts, freezes and lost answers at random bytes: every photo once, byte-identical") {
    survive(60, 20261122);
  }
}

}  // namespace booth
