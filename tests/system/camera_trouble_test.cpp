// P4 and P8 on real parts: the driver dies or hangs while guests pose, and strangers' photos
// arrive.
#include <csignal>
#include <string>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/camera_back_door.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/whole_booth.hpp"
#include "tests/system/worker_of.hpp"

namespace booth::demo {
namespace {

using std::chrono::seconds;
using testing::patient;

std::size_t facts_of_type(const DemoBooth& parts, const std::string& type) {
  const auto page = parts.client().get("/v1/facts?after=0&limit=500");
  if (!page) return 0;
  std::size_t count = 0;
  for (const auto& fact : page->at("items").as_array())
    if (fact.at("type").as_string() == type) ++count;
  return count;
}

}  // namespace

TEST_SUITE("system/camera_trouble") {
  TEST_CASE("the driver crashes after every photo: the guests still get their sheet") {
    WholeBooth booth;
    const auto id = booth.begin_session();
    for (std::size_t shots = 1; shots <= 3; ++shots) {
      REQUIRE(wait_until([&] { return booth.shots_of(id) >= shots; }, patient(seconds(60))));
      const auto worker = worker_of(booth.parts().daemon_pid());
      REQUIRE(worker > 0);
      ::kill(worker, SIGKILL);
    }
    CHECK(wait_until([&] { return booth.state_of(id) == "done"; }, patient(seconds(90))));
    booth.check_everything_comes_out(id);
  }

  TEST_CASE("the driver hangs while guests pose: it is replaced and the session goes on") {
    WholeBooth booth;
    const auto id = booth.begin_session();
    REQUIRE(wait_until([&] { return booth.shots_of(id) >= 1; }, patient(seconds(60))));
    const auto hung = worker_of(booth.parts().daemon_pid());
    REQUIRE(hung > 0);
    ::kill(hung, SIGSTOP);
    const auto is_replaced = [&] {
      const auto worker = worker_of(booth.parts().daemon_pid());
      return worker > 0 && worker != hung;
    };
    CHECK(wait_until(is_replaced, patient(seconds(30))));
    CHECK(wait_until([&] { return booth.state_of(id) == "done"; }, patient(seconds(90))));
    booth.check_everything_comes_out(id);
  }

  TEST_CASE("somebody presses the camera's own button: the photo is kept, but on nobody's sheet") {
    WholeBooth booth;
    booth::testing::tell_camera(booth.parts().camera_control().string(),
                                R"({"do": "press_shutter"})");
    const auto is_kept = [&] { return facts_of_type(booth.parts(), "shot.stored") == 1; };
    REQUIRE(wait_until(is_kept, patient(seconds(30))));

    const auto id = booth.begin_session();
    CHECK(wait_until([&] { return booth.state_of(id) == "done"; }, patient(seconds(90))));
    booth.check_everything_comes_out(id);
    CHECK(facts_of_type(booth.parts(), "shot.stored") == 5);
  }
}

}  // namespace booth::demo
