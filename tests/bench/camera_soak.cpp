// An evening's worth and more of one camera: does anything grow, in the daemon or in its worker?
#include <signal.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "tests/bench/measure.hpp"
#include "tests/drivers/gphoto2/camera_rig.hpp"

namespace booth::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kRespawns = 200;
constexpr int kPreviews = 20'000;
constexpr int kShots = 500;
/// Caches of the library and of the allocator fill at the beginning.
constexpr int kWarmUpShare = 10;

struct Footprint {
  double resident_mb = 0;
  double descriptors = 0;
};

Footprint footprint_of(const std::string& process) {
  Footprint found;
  const fs::directory_iterator all("/proc/" + process + "/fd");
  found.descriptors = static_cast<double>(std::distance(fs::begin(all), fs::end(all)));
  std::ifstream status("/proc/" + process + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) found.resident_mb = std::stod(line.substr(6)) / 1024;
  return found;
}

void judge(bench::Verdict& verdict, const std::string& who, const Footprint& early,
           const Footprint& late) {
  std::printf("%s: %.1f MB and %.0f descriptors at first, %.1f MB and %.0f at the end\n",
              who.c_str(), early.resident_mb, early.descriptors, late.resident_mb,
              late.descriptors);
  // Two photos fit into the library's cache, two into the daemon's hands.
  verdict.at_most(who + ": growth", late.resident_mb - early.resident_mb, 16, "MB");
  verdict.at_most(who + ": more descriptors", late.descriptors - early.descriptors, 0, "");
}

void replace_drivers(bench::Verdict& verdict, RunningCamera& camera) {
  auto last = must(camera.frame_after(0)).number;
  Footprint early;
  for (int i = 1; i <= kRespawns; ++i) {
    ::kill(camera->worker_pid(), SIGKILL);
    REQUIRE(camera.until([&] { return camera->status().driver_restarts == i; }));
    last = must(camera.frame_after(last + 1)).number;
    if (i == kRespawns / kWarmUpShare) early = footprint_of("self");
  }
  std::printf("%d respawns\n", kRespawns);
  judge(verdict, "daemon", early, footprint_of("self"));
}

void serve_guests(bench::Verdict& verdict, RunningCamera& camera) {
  const auto worker = std::to_string(camera->worker_pid());
  auto last = must(camera.frame_after(0)).number;
  Footprint early_daemon;
  Footprint early_worker;
  for (int i = 1; i <= kShots; ++i) {
    for (int frame = 0; frame < kPreviews / kShots; ++frame)
      last = must(camera.frame_after(last)).number;
    const auto photo = must(camera.shoot("shot-" + std::to_string(i)));
    must(camera.await(camera->release_photo(photo.shot)));
    if (i != kShots / kWarmUpShare) continue;
    early_daemon = footprint_of("self");
    early_worker = footprint_of(worker);
  }
  std::printf("%d previews, %d shots\n", kPreviews, kShots);
  judge(verdict, "daemon", early_daemon, footprint_of("self"));
  judge(verdict, "worker", early_worker, footprint_of(worker));
}

}  // namespace
}  // namespace booth::testing

TEST_CASE("soak") {
  using namespace booth::testing;
  booth::bench::Verdict verdict;
  VirtualCamera body("nikon", {"--fps", "0", "--exposure-ms", "0", "--processing-ms", "0"});
  auto options = options_for(model_of("nikon"), body.port());
  options.live_view_fps = 120;
  // All drivers die young here; the delays of a real fault are not what this is about.
  options.recovery.healthy_after = std::chrono::milliseconds(0);
  RunningCamera camera(options);
  REQUIRE(camera.until_state(booth::CameraState::Ready));
  must(camera.await(camera->start_live_view()));
  replace_drivers(verdict, camera);
  serve_guests(verdict, camera);
  CHECK(verdict.is_met());
}
