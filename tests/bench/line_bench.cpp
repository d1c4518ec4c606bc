// The venue's line: 10 Mbit/s and 80 ms, shared by all connections. How much of it originals fill,
// how soon a share copy leaves meanwhile, what it costs, and whether a cap is kept.
#include <string>
#include <thread>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/chaos_proxy.hpp"
#include "tests/support/upload_life.hpp"

namespace booth::bench {
namespace {

using namespace std::chrono_literals;
constexpr std::int64_t kLine = 10'000'000 / 8;
constexpr std::int64_t kCap = 2'000'000 / 8;
constexpr auto kLatency = 40ms;  // each way
constexpr std::size_t kOriginal = 6'000'000;

/// The proxy on a thread of its own, as a router is.
class Line {
 public:
  Line(std::uint16_t server_port, std::int64_t bytes_per_s)
      : proxy_(loop_.get_executor(), server_port, [](int) { return Chaos{.latency = kLatency}; }) {
    proxy_.share_line(bytes_per_s);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Line() {
    loop_.stop();
    thread_.join();
  }
  std::uint16_t port() const { return proxy_.port(); }
  std::int64_t bytes() const { return proxy_.bytes_to_server(); }

 private:
  boost::asio::io_context loop_{1};
  ChaosProxy proxy_;
  std::thread thread_;
};

struct Uploads {
  Uploads(const std::filesystem::path& folder, demo::NginxDav& server, Line& its_line,
          std::int64_t cap)
      : line(its_line),
        life(folder / "booth", {target_of<PutTarget>(options(server, its_line, cap))}, loop,
             UploadRunnerOptions{}) {}

  static PutOptions options(demo::NginxDav& server, Line& line, std::int64_t cap) {
    auto made = put_options(server);
    made.url = "https://127.0.0.1:" + std::to_string(line.port()) + "/";
    made.verify = PutVerify::Size;
    made.curl.upload_bytes_per_s = cap;
    return made;
  }

  void add_originals(int count) {
    for (int i = 0; i < count; ++i) life.add_shot(kOriginal);
  }
  void run_for(std::chrono::milliseconds time) {
    loop.restart();
    loop.run_for(time);
  }
  /// @returns bytes per second over `time`
  double rate_over(std::chrono::seconds time) {
    const auto before = line.bytes();
    const auto start = std::chrono::steady_clock::now();
    run_for(time);
    return static_cast<double>(line.bytes() - before) / seconds_since(start);
  }

  Line& line;
  boost::asio::io_context loop;
  UploadLife life;
};

/// A guest's picture is made while originals fill the line.
/// @returns seconds until the server holds it whole
double share_copy_seconds(Uploads& uploads, const demo::NginxDav& server) {
  const auto start = std::chrono::steady_clock::now();
  const auto sheet = uploads.life.add_sheet(200'000);
  uploads.life.runner->wake();
  const auto items =
      run_until_done(uploads.loop, uploads.life.store->uploads(sheet.session, 10)).value();
  const auto share = std::find_if(items.begin(), items.end(), [](const UploadItem& item) {
    return item.kind == UploadClass::ShareCopy;
  });
  REQUIRE(share != items.end());
  const auto object = server.objects() / share->key;
  REQUIRE(run_until(uploads.loop, [&object] { return std::filesystem::exists(object); }));
  return seconds_since(start);
}

void measure_full_line(demo::NginxDav& server, Verdict& verdict) {
  demo::TempFolder folder("line-bench");
  Line line(server.port(), kLine);
  Uploads uploads(folder.path(), server, line, 0);
  uploads.add_originals(20);
  uploads.life.start();
  REQUIRE(uploads.life.network_becomes("online"));
  uploads.run_for(25s);  // two windows of the lanes
  const auto start = std::chrono::steady_clock::now();
  const double cpu_before = cpu_seconds();
  const double rate = uploads.rate_over(20s);
  const double cpu_share = (cpu_seconds() - cpu_before) / seconds_since(start);
  std::vector<double> shares;
  for (int i = 0; i < 7; ++i) {
    shares.push_back(share_copy_seconds(uploads, server));
    uploads.run_for(2s);
  }
  const double share_of_line = rate / static_cast<double>(kLine);
  std::printf("10 Mbit/s, 80 ms: %.2f Mbit/s, share copy %.2f s (worst %.2f s)\n", rate * 8 / 1e6,
              median(shares), *std::max_element(shares.begin(), shares.end()));
  verdict.at_least("of the line used by originals", 100 * share_of_line, 95, "%");
  verdict.at_most("a 200 KB share copy while originals upload, worst of 7",
                  *std::max_element(shares.begin(), shares.end()), 1.5, "s");
  verdict.at_most("CPU, the simulated line included", 100 * cpu_share, 5, "% of a core");
}

void measure_cap(demo::NginxDav& server, Verdict& verdict) {
  demo::TempFolder folder("line-bench");
  Line line(server.port(), 0);
  Uploads uploads(folder.path(), server, line, kCap);
  uploads.add_originals(2);
  uploads.life.start();
  REQUIRE(uploads.life.network_becomes("online"));
  uploads.run_for(2s);
  const double rate = uploads.rate_over(10s);
  std::printf("cap of 2 Mbit/s: %.3f Mbit/s over 10 s\n", rate * 8 / 1e6);
  verdict.at_most("off the cap", 100 * std::abs(rate / static_cast<double>(kCap) - 1), 5, "%");
}

}  // namespace
}  // namespace booth::bench

TEST_CASE("bench") {
  using namespace booth::bench;
  booth::demo::TempFolder folder("line-bench");
  auto server = booth::prepare_server(folder.path() / "cloud");
  REQUIRE(server.start().has_value());
  Verdict verdict;
  measure_full_line(server, verdict);
  measure_cap(server, verdict);
  CHECK(verdict.is_met());
}

int main(int argc, char** argv) {
  return doctest::Context(argc, argv).run();
}
