// Uploads over TLS on loopback beside the curl program, which sends the same files on one kept
// connection: the transfers alone, and the whole engine with its rows, facts and proofs. In turns,
// medians.
#include <fstream>
#include <functional>
#include <string>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/upload_life.hpp"

namespace booth::bench {
namespace {

namespace fs = std::filesystem;
constexpr int kRounds = 5;

struct Load {
  const char* name;
  std::size_t bytes;
  int objects;
};

struct Rates {
  std::vector<double> curl;
  std::vector<double> transfers;
  std::vector<double> engine;
};

std::string object_name(const char* by, int number) {
  return std::string("bench/") + by + "-" + std::to_string(number) + ".jpg";
}

/// The curl program, told to send `load` as a list: one process, one connection, one TLS handshake.
double curl_seconds(const demo::NginxDav& server, const fs::path& folder, const fs::path& photo,
                    const Load& load) {
  std::ofstream list(folder / "curl.list");
  for (int i = 0; i < load.objects; ++i)
    list << "upload-file=\"" << photo.string() << "\"\nurl=\"" << server.base_url()
         << object_name("curl", i) << "\"\noutput=\"/dev/null\"\n";
  list.close();
  const auto start = std::chrono::steady_clock::now();
  auto curl = demo::ChildProcess::start(
      {.words = {"curl", "-q", "--silent", "--show-error", "--fail", "--http1.1", "--cacert",
                 server.ca_file().string(), "--config", (folder / "curl.list").string()},
       .environment = {},
       .log = folder / "curl.log",
       .folder = {}});
  REQUIRE(curl.has_value());
  const auto status = curl->wait_for_end(std::chrono::minutes(5));
  REQUIRE(status.has_value());
  REQUIRE_MESSAGE(*status == 0, curl->log_end());
  return seconds_since(start);
}

boost::asio::awaitable<Result<int>> put_all(CurlTransport& transport, std::string base,
                                            std::string photo, Load load) {
  for (int i = 0; i < load.objects; ++i) {
    HttpRequest request{.method = "PUT", .url = base + object_name("ours", i)};
    request.body = FileSlice{photo, 0, static_cast<std::int64_t>(load.bytes)};
    const auto answer = co_await transport.request(std::move(request));
    if (!answer) co_return answer.error();
    if (answer->status >= 300) co_return make_error(Errc::ServerRefused, "status");
  }
  co_return load.objects;
}

double transfer_seconds(const demo::NginxDav& server, const fs::path& photo, const Load& load) {
  boost::asio::io_context loop;
  const auto start = std::chrono::steady_clock::now();
  CurlOptions options;
  options.ca_file = server.ca_file();
  CurlTransport transport(loop.get_executor(), options);
  const auto sent =
      run_until_done(loop, put_all(transport, server.base_url(), photo.string(), load));
  REQUIRE_MESSAGE(sent.has_value(), sent.error().context);
  return seconds_since(start);
}

/// From the first look at the table until every row is marked, after the first answer: the probe
/// belongs to the start of the daemon.
double engine_seconds(const demo::NginxDav& server, const Load& load) {
  demo::TempFolder state("sync-bench-state");
  auto options = put_options(server);
  options.verify = PutVerify::Size;
  boost::asio::io_context loop;
  UploadLife life(state.path(), {target_of<PutTarget>(options)}, loop, UploadRunnerOptions{});
  for (int i = 0; i < load.objects; ++i) life.add_shot(load.bytes);
  const auto start = std::chrono::steady_clock::now();
  life.start();
  REQUIRE(run_until(loop, [&life] { return life.network_becomes("online"); }));
  REQUIRE(life.drains());
  const double taken = seconds_since(start);
  REQUIRE(life.counts().synced == load.objects);
  fs::remove_all(server.objects() / "wedding");
  return taken;
}

Rates measure(demo::NginxDav& server, const fs::path& folder, const Load& load) {
  const auto photo = folder / "photo.jpg";
  std::ofstream(photo, std::ios::binary) << std::string(load.bytes, 'x');
  Rates rates;
  for (int round = 0; round < kRounds; ++round) {
    rates.curl.push_back(load.objects / curl_seconds(server, folder, photo, load));
    rates.transfers.push_back(load.objects / transfer_seconds(server, photo, load));
    rates.engine.push_back(load.objects / engine_seconds(server, load));
  }
  return rates;
}

}  // namespace
}  // namespace booth::bench

TEST_CASE("bench") {
  using namespace booth::bench;
  booth::demo::TempFolder folder("sync-bench");
  auto server = booth::prepare_server(folder.path() / "cloud");
  REQUIRE(server.start().has_value());
  Verdict verdict;
  for (const Load& load : {Load{"200 KB", 200'000, 2000}, Load{"8 MB", 8'000'000, 20}}) {
    const auto rates = measure(server, folder.path(), load);
    const double curl = median(rates.curl);
    const double megabytes = static_cast<double>(load.bytes) / 1e6;
    std::printf("%s objects: curl %.0f/s (%.0f MB/s), transfers %.0f/s, engine %.0f/s\n", load.name,
                curl, curl * megabytes, median(rates.transfers), median(rates.engine));
    const std::string size = load.name;
    verdict.at_least(size + ", transfers of curl's rate", 100 * median(rates.transfers) / curl, 85,
                     "%");
    verdict.at_least(size + ", whole engine of curl's rate", 100 * median(rates.engine) / curl, 85,
                     "%");
  }
  CHECK(verdict.is_met());
}

int main(int argc, char** argv) {
  return doctest::Context(argc, argv).run();
}
