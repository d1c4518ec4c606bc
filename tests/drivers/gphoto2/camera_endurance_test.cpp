#include <signal.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/drivers/gphoto2/camera_rig.hpp"

// Years of service in minutes: nothing may pile up, in the daemon or in the worker.
namespace booth::testing {
namespace {

namespace fs = std::filesystem;

int open_descriptors(const std::string& process) {
  const fs::directory_iterator all("/proc/" + process + "/fd");
  return static_cast<int>(std::distance(fs::begin(all), fs::end(all)));
}

long resident_kb(const std::string& process) {
  std::ifstream status("/proc/" + process + "/status");
  std::string line;
  while (std::getline(status, line))
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  return 0;
}

}  // namespace

TEST_SUITE("drivers/gphoto2/camera_endurance") {
  TEST_CASE("two hundred drivers in a row leave no descriptor, no process and no memory behind") {
    VirtualCamera body("nikon");
    auto options = options_for(model_of("nikon"), body.port());
    // All of them die young here; the delays of a real fault are not what this is about.
    options.recovery.healthy_after = std::chrono::milliseconds(0);
    RunningCamera camera(options);
    REQUIRE(camera.until_state(CameraState::Ready));
    must(camera.await(camera->start_live_view()));
    auto last = must(camera.frame_after(0)).number;
    int descriptors = 0;
    long memory = 0;
    for (int i = 1; i <= 200; ++i) {
      const auto worker = camera->worker_pid();
      REQUIRE(worker > 0);
      ::kill(worker, SIGKILL);
      REQUIRE(camera.until([&] { return camera->status().driver_restarts == i; }));
      last = must(camera.frame_after(last + 1)).number;
      CHECK(::kill(worker, 0) != 0);
      if (i != 20) continue;
      descriptors = open_descriptors("self");
      memory = resident_kb("self");
    }
    CHECK(open_descriptors("self") <= descriptors);
    CHECK(resident_kb("self") < memory + 4096);
  }

  TEST_CASE("thousands of frames and hundreds of photos leave the worker as it was") {
    VirtualCamera body("nikon", {"--fps", "0", "--exposure-ms", "0", "--processing-ms", "0"});
    auto options = options_for(model_of("nikon"), body.port());
    options.live_view_fps = 120;
    RunningCamera camera(options);
    REQUIRE(camera.until_state(CameraState::Ready));
    must(camera.await(camera->start_live_view()));
    auto last = must(camera.frame_after(0)).number;
    const auto worker = std::to_string(camera->worker_pid());
    int descriptors = 0;
    long memory = 0;
    for (int i = 1; i <= 200; ++i) {
      for (int frame = 0; frame < 50; ++frame) last = must(camera.frame_after(last)).number;
      const auto photo = must(camera.shoot("shot-" + std::to_string(i)));
      must(camera.await(camera->release_photo(photo.shot)));
      if (i != 30) continue;
      descriptors = open_descriptors(worker);
      memory = resident_kb(worker);
    }
    CHECK(camera->status().driver_restarts == 0);
    CHECK(open_descriptors(worker) <= descriptors);
    CHECK(resident_kb(worker) < memory + 16 * 1024);  // two photos fit into the library's cache
  }
}

}  // namespace booth::testing
