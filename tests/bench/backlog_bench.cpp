// A backlog of 100,000 waiting rows, as after a week without network: what it costs at the start of
// the daemon, in memory, and when the next item is chosen. Beside an empty table, in the same run.
#include <fstream>
#include <string>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "drivers/demo/rig/free_port.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/backlog.hpp"
#include "tests/support/upload_life.hpp"

namespace booth::bench {
namespace {

constexpr int kRows = 100'000;
constexpr int kRounds = 9;

/// Resident memory of this process in MB.
double resident_mb() {
  std::ifstream status("/proc/self/statm");
  std::int64_t pages = 0;
  status >> pages >> pages;
  return static_cast<double>(pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

PutOptions away() {
  PutOptions options;
  options.name = "cloud";
  options.url = "http://127.0.0.1:" + std::to_string(demo::free_port()) + "/";
  return options;
}

/// Opens the store, starts the runner and waits until it knows the state of the network.
double start_ms(const std::filesystem::path& state) {
  const auto start = std::chrono::steady_clock::now();
  UploadLife life(state, {away()});
  life.start();
  REQUIRE(life.network_becomes("offline"));
  CHECK(life.counts().waiting >= 0);
  return seconds_since(start) * 1e3;
}

double choose_ms(UploadLife& life, UploadClass kind) {
  std::vector<double> times;
  for (int i = 0; i < 200; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto page = run_until_done(life.loop, life.store->waiting_uploads("cloud", kind, 8));
    times.push_back(seconds_since(start) * 1e3);
    REQUIRE(page->size() == (kind == UploadClass::Original ? 8U : 0U));
  }
  return median(times);
}

}  // namespace
}  // namespace booth::bench

TEST_CASE("bench") {
  using namespace booth;
  using namespace booth::bench;
  demo::TempFolder empty("backlog-empty");
  demo::TempFolder full("backlog-full");
  { UploadLife make(empty.path(), {away()}); }
  { UploadLife make(full.path(), {away()}); }
  add_backlog(full.path() / "booth.db", "cloud", kRows);

  std::vector<double> of_empty;
  std::vector<double> of_full;
  const double memory_before = resident_mb();
  for (int round = 0; round < kRounds; ++round) {
    of_empty.push_back(start_ms(empty.path()));
    of_full.push_back(start_ms(full.path()));
  }
  Verdict verdict;
  std::printf("start: empty %.1f ms, %d rows %.1f ms\n", median(of_empty), kRows, median(of_full));
  verdict.at_most("start with 100,000 rows, more than empty", median(of_full) - median(of_empty),
                  200, "ms");
  verdict.at_most("memory that 100,000 rows cost", resident_mb() - memory_before, 8, "MB");
  UploadLife life(full.path(), {away()});
  REQUIRE(life.counts().waiting == kRows);
  verdict.at_most("next original chosen", choose_ms(life, UploadClass::Original), 1, "ms");
  verdict.at_most("empty class passed by", choose_ms(life, UploadClass::ShareCopy), 1, "ms");
  CHECK(verdict.is_met());
}

int main(int argc, char** argv) {
  return doctest::Context(argc, argv).run();
}
