// Our camera against the plain libgphoto2 loop in C, on the same virtual camera, in the same run.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "daemon/core/ids.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "tests/bench/measure.hpp"
#include "tests/drivers/gphoto2/camera_rig.hpp"

namespace booth::testing {
namespace {

using bench::Verdict;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kSeconds = 5;  // in turns: the machine's other work changes
constexpr int kTurns = 3;
constexpr int kShots = 5;
constexpr int kOutages = 5;

double ms_since(SteadyTime start) {
  return bench::seconds_since(start) * 1e3;
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
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
  double worker_cpu_ms = 0;          ///< part of it
  std::vector<double> hand_offs_ms;  ///< worker has the picture, until the daemon's reader has it

  double cpu_per_frame() const { return cpu_ms / frames; }
};

void add_ours(LiveResult& sum, const std::string& profile, const VirtualCamera& body) {
  RunningCamera camera(options_for(model_of(profile), body.port()));
  REQUIRE(camera.until_state(CameraState::Ready));
  must(camera.await(camera->start_live_view()));
  auto last = must(camera.frame_after(0)).number;
  const auto first = last;
  const auto own_before = bench::cpu_seconds() * 1e3;
  const auto worker_before = bench::cpu_seconds_of(camera->worker_pid()) * 1e3;
  const auto end = steady_clock::now() + std::chrono::seconds(kSeconds);
  while (steady_clock::now() < end) {
    const auto frame = must(camera.frame_after(last));
    sum.hand_offs_ms.push_back(ms_since(frame.received_at));
    last = frame.number;
  }
  sum.frames += static_cast<double>(last - first);
  const auto worker = bench::cpu_seconds_of(camera->worker_pid()) * 1e3 - worker_before;
  sum.worker_cpu_ms += worker;
  sum.cpu_ms += worker + bench::cpu_seconds() * 1e3 - own_before;
}

void add_plain(LiveResult& sum, const std::string& profile, const VirtualCamera& body) {
  const auto said = run_plain(model_of(profile), body.port(), "live", kSeconds);
  sum.frames += numbers_after(said, "frames=").at(0);
  sum.cpu_ms += numbers_after(said, "cpu_ms=").at(0);
}

struct ShotTimes {
  std::vector<double> bytes_ms;         ///< trigger until the daemon has the photo
  std::vector<double> acknowledged_ms;  ///< and until it is on the disk, with its row
  std::vector<double> bare_write_ms;  ///< the same bytes written and flushed by nobody else's code
};

/// Where photos are kept here, so that a slow disk is not taken for a slow booth.
void write_bare(const std::filesystem::path& path, const Bytes& bytes, ShotTimes& times) {
  const auto start = steady_clock::now();
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  REQUIRE(::write(file.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  REQUIRE(::fsync(file.get()) == 0);
  times.bare_write_ms.push_back(ms_since(start));
}

void add_our_shots(ShotTimes& times, const std::string& profile, const VirtualCamera& body) {
  const TemporaryFolder folder;
  SystemTimer timer;
  SqliteStoreOptions kept;
  kept.state_dir = folder.path();
  const auto store = must(SqliteStore::open(kept, timer));
  RunningCamera camera(options_for(model_of(profile), body.port()));
  REQUIRE(camera.until_state(CameraState::Ready));
  for (int i = 0; i < kShots; ++i) {
    auto photo = must(camera.shoot(uuid_v7(timer.utc_now(), timer.random_bytes())));
    const auto bytes_ms = static_cast<double>(photo.trigger_to_bytes.count());
    write_bare(folder.path() / ("bare-" + std::to_string(i)), photo.jpeg, times);
    const auto storing = steady_clock::now();
    Store::NewShot shot;
    shot.id = photo.shot;
    shot.event = "bench";
    shot.jpeg = std::move(photo.jpeg);
    shot.taken_at = photo.taken_at;
    must(camera.await(store->add_shot(std::move(shot))));
    times.bytes_ms.push_back(bytes_ms);
    times.acknowledged_ms.push_back(bytes_ms + ms_since(storing));
    must(camera.await(camera->release_photo(photo.shot)));
  }
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

void compare_live_view(Verdict& verdict, const std::string& profile, const VirtualCamera& body) {
  LiveResult plain;
  LiveResult ours;
  for (int turn = 0; turn < kTurns; ++turn) {
    add_plain(plain, profile, body);
    add_ours(ours, profile, body);
  }
  const double seconds = kSeconds * kTurns;
  std::printf(
      "%s: live view of a 30 fps source, plain / ours: %.1f / %.1f fps, CPU %.2f / %.2f ms per "
      "frame, %.2f of them in the worker\n",
      profile.c_str(), plain.frames / seconds, ours.frames / seconds, plain.cpu_per_frame(),
      ours.cpu_per_frame(), ours.worker_cpu_ms / ours.frames);
  verdict.at_least(profile + ": frames of the plain loop's", 100 * ours.frames / plain.frames, 98,
                   "%");
  verdict.at_most(profile + ": CPU per frame of the plain loop's",
                  ours.cpu_per_frame() / plain.cpu_per_frame(), 1.5, "times");
  std::printf("%s: hand-off of a picture, median %.2f ms\n", profile.c_str(),
              percentile(ours.hand_offs_ms, 0.5));
  verdict.at_most(profile + ": hand-off at p95", percentile(ours.hand_offs_ms, 0.95), 0.3, "ms");
}

void compare_shots(Verdict& verdict, const std::string& profile, const VirtualCamera& body) {
  std::vector<double> plain;
  ShotTimes ours;
  for (int turn = 0; turn < kTurns; ++turn) {
    const auto said = run_plain(model_of(profile), body.port(), "shots", kShots);
    for (const auto ms : numbers_after(said, "shot_ms=")) plain.push_back(ms);
    add_our_shots(ours, profile, body);
  }
  const double plain_ms = percentile(plain, 0.5);
  std::printf(
      "%s: trigger to bytes, medians: plain %.0f ms, ours %.0f ms; a bare write and fsync %.0f "
      "ms\n",
      profile.c_str(), plain_ms, percentile(ours.bytes_ms, 0.5),
      percentile(ours.bare_write_ms, 0.5));
  verdict.at_most(profile + ": trigger to acknowledged, more than the plain loop to bytes",
                  percentile(ours.acknowledged_ms, 0.5) - plain_ms, 30, "ms");
}

void measure_outages(Verdict& verdict, const std::string& profile, VirtualCamera& body,
                     const std::string& preview_operation) {
  const auto crash = [](VirtualCamera&, GphotoCamera& camera) {
    ::kill(camera.worker_pid(), SIGKILL);
  };
  const auto drop = [](VirtualCamera& of, GphotoCamera&) {
    of.tell(R"({"do": "drop_connection"})");
  };
  const auto stall = [&](VirtualCamera& of, GphotoCamera&) {
    of.tell(R"({"do": "fault", "name": "stall", "operation": ")" + preview_operation + "\"}");
  };
  const auto judge = [&](const char* what, const std::vector<double>& times, double budget) {
    std::printf("%s: %s to the next picture, %d times: median %.0f ms\n", profile.c_str(), what,
                kOutages, percentile(times, 0.5));
    verdict.at_most(profile + ": " + what + ", worst", percentile(times, 1), budget, "ms");
  };
  judge("crash", outages(profile, body, crash), 200);
  judge("dropped connection", outages(profile, body, drop), 200);
  judge("stall", outages(profile, body, stall), 700);
}

/// On a body of each maker. @param measure  (verdict, profile, body, its order for a picture)
template <class Measure>
void for_each_maker(Measure measure) {
  Verdict verdict;
  for (const auto& [profile, preview_operation] :
       {std::pair("nikon", "0x9203"), std::pair("eos", "0x9153")}) {
    VirtualCamera body(profile, {"--fps", "30"});
    measure(verdict, profile, body, preview_operation);
  }
  CHECK(verdict.is_met());
}

}  // namespace
}  // namespace booth::testing

using namespace booth::testing;

TEST_CASE("live view") {
  for_each_maker([](auto& verdict, const std::string& profile, VirtualCamera& body, auto) {
    compare_live_view(verdict, profile, body);
  });
}

TEST_CASE("shots") {
  for_each_maker([](auto& verdict, const std::string& profile, VirtualCamera& body, auto) {
    compare_shots(verdict, profile, body);
  });
}

TEST_CASE("outages") {
  for_each_maker([](auto& verdict, const std::string& profile, VirtualCamera& body,
                    const std::string& preview_operation) {
    measure_outages(verdict, profile, body, preview_operation);
  });
}

int main(int argc, char** argv) {
  // The deadlines are part of what is measured, so they are the product's own.
  ::setenv("BOOTH_TEST_PATIENCE", "1", 1);
  return doctest::Context(argc, argv).run();
}
