// P1, P2, P3, P7 as one: boothd is killed in the middle of sessions, on real parts.
#include <random>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/must.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/whole_booth.hpp"

namespace booth::demo {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::patient;

TEST_SUITE("system/restart") {
  TEST_CASE(
      "killed at ten random moments of a session, the booth still makes one sheet, one print, all "
      "uploads") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    // From the press to the last upload a hurried session takes about seven seconds.
    std::uniform_int_distribution<int> moment_ms(0, 7000);

    WholeBooth booth;
    for (int kill = 1; kill <= 10; ++kill) {
      const auto id = booth.begin_session();
      const auto moment = milliseconds(moment_ms(random));
      wait_until([] { return false; }, moment);  // the moment is what is tested
      const auto killed_in = booth.state_of(id);
      CAPTURE(kill);
      CAPTURE(moment.count());
      CAPTURE(killed_in);
      booth.parts().kill_daemon();
      must(booth.parts().start_daemon());
      CHECK(wait_until([&] { return booth.state_of(id) == "done"; }, patient(seconds(90))));
      booth.check_everything_comes_out(id);
      booth.wait_for_camera();
    }
    CHECK(booth.parts().ended_parts().empty());
  }

  TEST_CASE("killed again and again within one session, the booth still finishes it") {
    WholeBooth booth;
    const auto id = booth.begin_session();
    for (std::size_t shots = 1; shots <= 4; ++shots) {
      CAPTURE(shots);
      REQUIRE(wait_until([&] { return booth.shots_of(id) >= shots; }, patient(seconds(60))));
      booth.parts().kill_daemon();
      must(booth.parts().start_daemon());
    }
    CHECK(wait_until([&] { return booth.state_of(id) == "done"; }, patient(seconds(90))));
    booth.check_everything_comes_out(id);
  }
}

}  // namespace booth::demo
