// boothd is killed again and again while it uploads, with a backlog behind it that no one takes.
#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/booth_client.hpp"
#include "drivers/demo/rig/free_port.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/backlog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr int kKills = 200;
constexpr int kPhotos = 2000;
constexpr int kBacklog = 100'000;

struct Life {
  double ready_s = 0;
  double resident_mb = 0;
};

/// "VmRSS:   12345 kB"
double resident_mb(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

void write_config(const fs::path& folder, const demo::NginxDav& cloud) {
  fs::create_directories(folder / "incoming");
  std::ofstream(folder / "boothd.toml")
      << "[booth]\nname = \"killed\"\n[event]\nslug = \"wedding\"\ntemplate = \"classic-4x6\"\n"
      << "[camera]\nkind = \"hot_folder\"\nfolder = \"incoming\"\n"
      << "[[target]]\nname = \"cloud\"\nkind = \"put\"\nurl = \"" << cloud.base_url() << "\"\n"
      << "ca_file = \"" << cloud.ca_file().string() << "\"\nupload_kib_per_s = 400\n"
      << "[[target]]\nname = \"archive\"\nkind = \"put\"\nclasses = [\"share_copy\"]\n"
      << "url = \"http://127.0.0.1:" << demo::free_port() << "/\"\n"
      << "[templates]\ndirectory = \"" << BOOTH_SOURCE_DIR << "/daemon/compose/templates\"\n"
      << "[api]\nsocket = \"api.sock\"\n";
}

struct Killed {
  explicit Killed(const fs::path& its_folder) : folder(its_folder), client(folder / "api.sock") {}

  void start() {
    daemon = must(demo::ChildProcess::start(
        {.words = {std::string(BOOTH_BIN_DIR) + "/boothd", "--config",
                   (folder / "boothd.toml").string(), "--state-dir", (folder / "state").string()},
         .environment = {},
         .log = folder / "boothd.log",
         .folder = {}}));
    must(daemon->wait_until_ready([this] { return client.get("/v1/status").has_value(); }, 60s));
  }

  /// Lives for a random moment and dies.
  Life live(std::mt19937& random) {
    Life life;
    const auto began = std::chrono::steady_clock::now();
    start();
    life.ready_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    const std::chrono::milliseconds moment(std::uniform_int_distribution<int>(0, 400)(random));
    demo::wait_until([] { return false; }, moment);  // the moment is what is tested
    life.resident_mb = resident_mb(daemon->pid());
    daemon->kill_now();
    return life;
  }

  fs::path folder;
  demo::BoothClient client;
  std::optional<demo::ChildProcess> daemon;
};

int puts_in(const demo::NginxDav& cloud) {
  std::istringstream log(contents(cloud.log()));
  int count = 0;
  for (std::string line; std::getline(log, line);) count += line.starts_with("PUT ") ? 1 : 0;
  return count;
}

}  // namespace

TEST_SUITE("system/kill_uploads") {
  TEST_CASE("killed two hundred times while it uploads: nothing lost, nothing doubled") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    demo::TempFolder folder("kills");
    auto cloud = prepare_server(folder.path() / "cloud");
    must(cloud.start());
    std::vector<Shot> shots;
    {
      UploadLife life(folder.path() / "state", {put_options(cloud)});
      for (int i = 0; i < kPhotos; ++i) shots.push_back(life.add_shot(20'000));
    }
    add_backlog(folder.path() / "state" / "booth.db", "archive", kBacklog);
    write_config(folder.path(), cloud);

    Killed booth(folder.path());
    std::vector<double> ready;
    std::vector<double> memory;
    for (int kill = 0; kill < kKills; ++kill) {
      const auto life = booth.live(random);
      ready.push_back(life.ready_s);
      memory.push_back(life.resident_mb);
    }
    const auto sent_meanwhile = objects_in(cloud.objects());
    booth.start();
    const auto is_done = [&] {
      const auto status = booth.client.get("/v1/status");
      return status && status->at("uploads").at("waiting").as_int64() == kBacklog;
    };
    CHECK(demo::wait_until(is_done, std::chrono::minutes(20)));

    for (const auto& shot : shots) {
      const auto object = cloud.objects() / "wedding" / "single" / (shot.sha256 + ".jpg");
      CHECK(sha256_hex(contents(object)) == shot.sha256);
    }
    CHECK(objects_in(cloud.objects()) == shots.size());
    // A kill may leave the outcome of what was under way unknown; a look tells, so that few go
    // twice.
    CHECK(puts_in(cloud) <= kPhotos + kKills * 5);
    std::sort(ready.begin(), ready.end());
    const auto [least, most] = std::minmax_element(memory.begin(), memory.end());
    MESSAGE(kKills, " kills, ", sent_meanwhile, " of ", kPhotos, " photos sent meanwhile, ",
            puts_in(cloud), " PUTs; ready after ", ready[ready.size() / 2], " s (worst ",
            ready.back(), " s), memory ", *least, " to ", *most, " MB");
    CHECK(*most < *least * 2);
  }
}

}  // namespace booth
