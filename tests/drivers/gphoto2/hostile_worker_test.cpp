#include <signal.h>

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/drivers/gphoto2/camera_rig.hpp"

// A worker reads what a camera sends; the daemon must not fall to a worker that a camera took over.
namespace booth::testing {
namespace {

using std::chrono::milliseconds;

struct HostileBooth {
  explicit HostileBooth(const std::string& mode) : camera(options(mode)) {}

  GphotoOptions options(const std::string& mode) {
    const auto link = folder.path() / mode;
    std::filesystem::create_symlink(BOOTH_BIN_DIR "/hostile-camera-worker", link);
    auto made = options_for("any", "any");
    made.worker_path = link.string();
    made.silence.hello = patient(milliseconds(200));
    made.silence.first_frame = patient(milliseconds(200));
    made.silence.idle = patient(milliseconds(800));
    made.deadlines.photo = patient(milliseconds(300));
    made.deadlines.photo_grace = patient(milliseconds(200));
    return made;
  }

  TemporaryFolder folder;
  RunningCamera camera;
};

}  // namespace

TEST_SUITE("drivers/gphoto2/hostile_worker") {
  TEST_CASE("a worker that never says hello is ended and replaced") {
    HostileBooth booth("says_nothing");
    REQUIRE(booth.camera.until([&] { return booth.camera->status().driver_restarts >= 2; }));
    CHECK(booth.camera->status().state == CameraState::Recovering);
  }

  TEST_CASE("a worker of another version is named as a broken installation") {
    HostileBooth booth("is_another_version");
    REQUIRE(booth.camera.until_state(CameraState::Failed));
    CHECK(booth.camera->status().what_to_do.find("einstall") != std::string::npos);
  }

  TEST_CASE("a program that is not there is named") {
    auto options = options_for("any", "any");
    options.worker_path = "/nowhere/booth-camera-worker";
    RunningCamera camera(options);
    REQUIRE(camera.until_state(CameraState::Failed));
    CHECK(camera->status().message.find("/nowhere/booth-camera-worker") != std::string::npos);
  }

  TEST_CASE("silence, garbage and crashes in live view end the worker, not the daemon") {
    for (const char* mode : {"falls_silent", "sends_garbage", "crashes"}) {
      CAPTURE(mode);
      HostileBooth booth(mode);
      REQUIRE(booth.camera.until_state(CameraState::Ready));
      (void)booth.camera.await(booth.camera->start_live_view());
      REQUIRE(booth.camera.until([&] { return booth.camera->status().driver_restarts >= 1; }));
    }
  }

  TEST_CASE("frames that are not in the ring are no frames") {
    HostileBooth booth("lies_about_frames");
    REQUIRE(booth.camera.until_state(CameraState::Ready));
    must(booth.camera.await(booth.camera->start_live_view()));
    const auto frame = booth.camera.frame_after(0, milliseconds(200));
    REQUIRE(frame.has_error());
    CHECK(frame.error().code == Errc::TimedOut);
  }

  TEST_CASE("photos that are not sealed memory are refused") {
    struct Case {
      const char* mode;
      Errc expected;
    };
    for (const auto& one :
         {Case{"sends_a_pipe", Errc::Corrupt}, Case{"sends_unsealed", Errc::Corrupt},
          Case{"sends_no_bytes", Errc::Corrupt}, Case{"sends_no_photo", Errc::NoPhoto}}) {
      CAPTURE(std::string(one.mode));
      HostileBooth booth(one.mode);
      REQUIRE(booth.camera.until_state(CameraState::Ready));
      const auto photo = booth.camera.shoot();
      REQUIRE(photo.has_error());
      CHECK(photo.error().code == one.expected);
    }
  }

  TEST_CASE("a flood of settings is cut, not stored") {
    HostileBooth booth("floods");
    REQUIRE(booth.camera.until_state(CameraState::Ready));
    const auto settings = must(booth.camera.await(booth.camera->settings()));
    CHECK(settings.size() == wire::kMostItems);
  }

  TEST_CASE("stopping leaves no worker behind") {
    pid_t worker = 0;
    {
      HostileBooth booth("behaves");
      REQUIRE(booth.camera.until_state(CameraState::Ready));
      worker = booth.camera->worker_pid();
      REQUIRE(worker > 0);
    }
    CHECK(::kill(worker, 0) != 0);
  }
}

}  // namespace booth::testing
