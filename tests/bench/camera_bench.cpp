// Our camera against the plain libgphoto2 loop in C, on the same virtual camera, in the same run.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "tests/drivers/gphoto2/camera_rig.hpp"

namespace booth::testing {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kSeconds = 10;
constexpr int kShots = 10;
constexpr int kOutages = 5;

double ms_since(SteadyTime start) {
  return duration<double, std::milli>(steady_clock::now() - start).count();
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double own_cpu_ms() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
}

/// User and system time of another process, from the 14th and 15th word of its stat file.
double cpu_ms_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream words(text.substr(text.rfind(')') + 2));
  std::vector<std::string> all((std::istream_iterator<std::string>(words)), {});
  const double ticks = all.size() > 12 ? std::stod(all[11]) + std::stod(all[12]) : 0;
  return ticks * 1000 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// The output of the plain loop, started without a shell's help beyond popen.
std::string run_plain(const std::string& model, const std::string& port, const std::string& what,
                      int amount) {
  const auto command = std::string(BOOTH_BIN_DIR "/plain_gphoto_loop '") + model + "' '" + port +
                       "' " + what + " " + std::to_string(amount);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string output;
  char line[256];
  while (pipe && std::fgets(line, sizeof line, pipe.get()) != nullptr) output += line;
  return output;
}

std::vector<double> numbers_after(const std::string& text, const std::string& key) {
  std::vector<double> found;
  for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + 1))
    found.push_back(std::stod(text.substr(at + key.size())));
  return found;
}

struct LiveResult {
  double frames = 0;
  double cpu_ms = 0;
};

LiveResult show_ours(const std::string& profile, const VirtualCamera& body) {
  RunningCamera camera(options_for(model_of(profile), body.port()));
  REQUIRE(camera.until_state(CameraState::Ready));
  must(camera.await(camera->start_live_view()));
  auto last = must(camera.frame_after(0)).number;
  const auto first = last;
  const auto cpu_before = own_cpu_ms() + cpu_ms_of(camera->worker_pid());
  const auto end = steady_clock::now() + std::chrono::seconds(kSeconds);
  while (steady_clock::now() < end) last = must(camera.frame_after(last)).number;
  const auto cpu_after = own_cpu_ms() + cpu_ms_of(camera->worker_pid());
  return {static_cast<double>(last - first), cpu_after - cpu_before};
}

std::vector<double> shoot_ours(const std::string& profile, const VirtualCamera& body) {
  RunningCamera camera(options_for(model_of(profile), body.port()));
  REQUIRE(camera.until_state(CameraState::Ready));
  std::vector<double> times;
  for (int i = 0; i < kShots; ++i) {
    const auto photo = must(camera.shoot("shot-" + std::to_string(i)));
    times.push_back(static_cast<double>(photo.trigger_to_bytes.count()));
    must(camera.await(camera->release_photo(photo.shot)));
  }
  return times;
}

/// From the fault to the next frame.
template <class Fault>
std::vector<double> outages(const std::string& profile, VirtualCamera& body, Fault fault) {
  RunningCamera camera(options_for(model_of(profile), body.port()));
  REQUIRE(camera.until_state(CameraState::Ready));
  must(camera.await(camera->start_live_view()));
  std::vector<double> times;
  for (int i = 0; i < kOutages; ++i) {
    // A worker that served for a while, as in real life: its loss is answered without delay.
    const auto healthy = steady_clock::now() + milliseconds(5500);
    auto last = must(camera.frame_after(0)).number;
    while (steady_clock::now() < healthy) last = must(camera.frame_after(last)).number;
    const auto restarts = camera->status().driver_restarts;
    fault(body, *camera);
    const auto start = steady_clock::now();
    while (camera->status().driver_restarts == restarts)
      (void)camera.frame_after(last, milliseconds(20));
    last = must(camera.frame_after(last + 1)).number;
    times.push_back(ms_since(start));
  }
  return times;
}

void compare(const std::string& profile, const std::string& preview_operation) {
  VirtualCamera body(profile, {"--fps", "30"});
  const auto model = model_of(profile);
  const auto plain_live = run_plain(model, body.port(), "live", kSeconds);
  const auto ours = show_ours(profile, body);
  const double plain_frames = numbers_after(plain_live, "frames=").at(0);
  const double plain_cpu = numbers_after(plain_live, "cpu_ms=").at(0);
  std::printf(
      "%s live view, 30 fps source: plain %.1f fps, ours %.1f fps (%.0f %%, budget >= 98 %%)\n",
      profile.c_str(), plain_frames / kSeconds, ours.frames / kSeconds,
      100 * ours.frames / plain_frames);
  std::printf(
      "%s live view CPU per frame: plain %.2f ms, ours %.2f ms (%.2f times, budget <= 1.5)\n",
      profile.c_str(), plain_cpu / plain_frames, ours.cpu_ms / ours.frames,
      ours.cpu_ms / ours.frames / (plain_cpu / plain_frames));

  const auto plain_shots =
      numbers_after(run_plain(model, body.port(), "shots", kShots), "shot_ms=");
  const auto our_shots = shoot_ours(profile, body);
  std::printf("%s trigger to bytes, median: plain %.0f ms, ours %.0f ms (%+.0f ms)\n",
              profile.c_str(), percentile(plain_shots, 0.5), percentile(our_shots, 0.5),
              percentile(our_shots, 0.5) - percentile(plain_shots, 0.5));

  const auto crash = [](VirtualCamera&, GphotoCamera& camera) {
    ::kill(camera.worker_pid(), SIGKILL);
  };
  const auto drop = [](VirtualCamera& of, GphotoCamera&) {
    of.tell(R"({"do": "drop_connection"})");
  };
  const auto stall = [&](VirtualCamera& of, GphotoCamera&) {
    of.tell(R"({"do": "fault", "name": "stall", "operation": ")" + preview_operation + "\"}");
  };
  const auto crashes = outages(profile, body, crash);
  const auto drops = outages(profile, body, drop);
  const auto stalls = outages(profile, body, stall);
  std::printf(
      "%s outage, median / worst of %d: crash %.0f / %.0f ms, dropped %.0f / %.0f ms (budget < "
      "200), stall "
      "%.0f / %.0f ms (budget < 700)\n",
      profile.c_str(), kOutages, percentile(crashes, 0.5), percentile(crashes, 1),
      percentile(drops, 0.5), percentile(drops, 1), percentile(stalls, 0.5), percentile(stalls, 1));
}

}  // namespace
}  // namespace booth::testing

TEST_CASE("bench") {
  booth::testing::compare("nikon", "0x9203");
  booth::testing::compare("eos", "0x9153");
}

int main(int argc, char** argv) {
  // The deadlines are part of what is measured, so they are the product's own.
  ::setenv("BOOTH_TEST_PATIENCE", "1", 1);
  return doctest::Context(argc, argv).run();
}
