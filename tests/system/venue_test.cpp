// boothd as a whole in the networks of venues: login page, cable pulled, black hole, wrong clock.
#include <fstream>
#include <memory>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/must.hpp"
#include "tests/system/venue_booth.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_SUITE("system/venue") {
  TEST_CASE(
      "behind a login page nothing is marked or counted, and it goes on when the page opens") {
    const auto booth = VenueBooth::make();
    if (!booth) return;
    booth->prepare_photos(5, 200'000);
    booth->close_portal();
    booth->start();
    REQUIRE(booth->network_becomes("captive"));
    CHECK(booth->network("what_to_do").find("open a browser") != std::string::npos);
    booth->looks_again(3);
    booth->check_nothing_was_tried();

    booth->open_portal();
    const auto opened = std::chrono::steady_clock::now();
    REQUIRE(booth->network_becomes("online"));
    MESSAGE("online ", seconds_since(opened), " s after the page opened");
    booth->check_all_arrive();
    CHECK(booth->attempts() == 0);
  }

  TEST_CASE("a portal that breaks TLS off is a portal as well, and no network is just offline") {
    const auto booth = VenueBooth::make();
    if (!booth) return;
    booth->prepare_photos(2, 50'000);
    booth->close_portal_without_tls();
    booth->start();
    REQUIRE(booth->network_becomes("captive"));
    booth->pull_cable();
    REQUIRE(booth->network_becomes("offline"));
    booth->check_nothing_was_tried();
    booth->open_portal();
    booth->plug_cable();
    booth->check_all_arrive();
    CHECK(booth->attempts() == 0);
  }

  TEST_CASE("a wrong clock is told from a wrong certificate") {
    const auto booth = VenueBooth::make();
    if (!booth) return;
    booth->prepare_photos(2, 50'000);
    booth->start(-3 * 365 * 24h);
    const auto says = [&booth](const std::string& words) {
      return demo::wait_until(
          [&] { return booth->network("message").find(words) != std::string::npos; }, 60s);
    };
    CHECK(says("clock is 109"));
    CHECK(booth->network("what_to_do").find("date") != std::string::npos);
    booth->check_nothing_was_tried();

    booth->kill();
    booth->forget_authority();
    booth->start();
    REQUIRE(says("certificate"));
    CHECK(booth->network("message").find("clock is") == std::string::npos);
    CHECK(booth->network("what_to_do").find("ca_file") != std::string::npos);
    booth->check_nothing_was_tried();
  }

  TEST_CASE("the cable is pulled in mid upload: broken off at once, uncounted, and sent again") {
    const auto booth = VenueBooth::make();
    if (!booth) return;
    booth->prepare_photos(2, 8'000'000);
    booth->narrow("4mbit");
    booth->start();
    REQUIRE(booth->is_sending());
    booth->pull_cable();
    const auto pulled = std::chrono::steady_clock::now();
    REQUIRE(demo::wait_until([&] { return booth->network("state") != "online"; }, 60s));
    MESSAGE("noticed ", seconds_since(pulled), " s after the cable was pulled");
    booth->widen();
    booth->plug_cable();
    booth->check_all_arrive();
    CHECK(booth->attempts() == 0);
  }
}

}  // namespace booth
