#include "daemon/app/camera_group.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/system_timer.hpp"
#include "tests/support/fake_camera.hpp"
#include "tests/support/must.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {
namespace {

using std::chrono::milliseconds;

/// Two cameras that take photos in turns.
struct TwoCameras {
  boost::asio::io_context loop{1};
  SystemTimer timer;
  FakeCamera front{timer};
  FakeCamera side{timer};
  CameraGroup group{
      loop.get_executor(), timer, {{"front", &front}, {"side", &side}}, {0, 1}, {milliseconds(0)}};

  Result<TakenPhoto> shoot(int slot) {
    group.aim(slot);
    CaptureRequest request;
    request.shot = ShotId("shot-" + std::to_string(slot));
    request.expose_at = timer.steady_now();
    return run_until_done(loop, group.take_photo(request));
  }
  LiveFrame frame_after(std::uint64_t last) {
    return must(run_until_done(loop, group.next_frame(last, milliseconds(10))));
  }
};

}  // namespace

TEST_SUITE("app/camera_group") {
  TEST_CASE("each place on the sheet has its camera") {
    TwoCameras two;
    for (const int slot : {0, 1, 2, 3}) must(two.shoot(slot));
    REQUIRE(two.front.requests.size() == 2);
    REQUIRE(two.side.requests.size() == 2);
    CHECK(two.front.requests[1].shot == ShotId("shot-2"));
    CHECK(two.side.requests[0].shot == ShotId("shot-1"));
  }

  TEST_CASE("the second camera stands in for a dead first one, and gives the photos back") {
    TwoCameras two;
    two.front.set_state(CameraState::Absent);
    must(two.shoot(0));
    CHECK(two.side.requests.size() == 1);
    CHECK(two.group.status().name == "side");
    auto each = two.group.each();
    REQUIRE(each.size() == 2);
    CHECK(each[0].status.name == "front");
    CHECK(each[0].replaced_by == "side");
    CHECK(each[1].replaced_by.empty());

    two.front.set_state(CameraState::Ready);
    must(two.shoot(2));
    CHECK(two.front.requests.size() == 1);
    CHECK(two.group.each()[0].replaced_by.empty());
  }

  TEST_CASE("with no camera left the one that was meant says why") {
    TwoCameras two;
    two.front.set_state(CameraState::Absent);
    two.side.set_state(CameraState::Failed);
    const auto failed = two.shoot(1);
    REQUIRE(failed.has_error());
    CHECK(two.side.requests.size() == 1);
    CHECK(two.group.status().state == CameraState::Failed);
  }

  TEST_CASE("guests see themselves where the next photo comes from, in one row of numbers") {
    TwoCameras two;
    must(run_until_done(two.loop, two.group.start_live_view()));
    std::uint64_t last = 0;
    for (int i = 0; i < 5; ++i) {
      const auto frame = two.frame_after(last);
      CHECK(frame.number > last);
      last = frame.number;
    }
    two.group.aim(1);
    const auto frame = two.frame_after(last);
    CHECK(frame.number > last);
    CHECK(frame.jpeg == FakeCamera::photo(1));
    CHECK(two.side.status().has_live_view);
    CHECK_FALSE(two.front.status().has_live_view);
    must(run_until_done(two.loop, two.group.stop_live_view()));
    CHECK_FALSE(two.group.status().has_live_view);
  }

  TEST_CASE("a photo is released on the camera that has it") {
    TwoCameras two;
    must(run_until_done(two.loop, two.group.release_photo(ShotId("shot-1"))));
    CHECK(two.side.released.size() == 1);
  }
}

}  // namespace booth
