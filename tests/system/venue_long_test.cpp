// A venue's network that swallows everything and says nothing: only patience tells.
#include <chrono>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/system/venue_booth.hpp"

namespace booth {

using namespace std::chrono_literals;

TEST_SUITE("system/venue_long") {
  TEST_CASE("a black hole in mid upload is noticed, and what was under way is sent again") {
    const auto booth = VenueBooth::make();
    if (!booth) return;
    booth->prepare_photos(2, 8'000'000);
    booth->narrow("4mbit");
    booth->start();
    REQUIRE(booth->is_sending());
    booth->swallow_packets();
    const auto swallowed = std::chrono::steady_clock::now();
    REQUIRE(demo::wait_until([&] { return booth->network("state") != "online"; }, 90s));
    MESSAGE("noticed ",
            std::chrono::duration<double>(std::chrono::steady_clock::now() - swallowed).count(),
            " s after packets began to vanish");
    booth->widen();
    booth->open_portal();
    booth->check_all_arrive();
    CHECK(booth->attempts() == 0);
  }
}

}  // namespace booth
