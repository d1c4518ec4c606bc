#include <cstdlib>
#include <fstream>
#include <iterator>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "sync/tus/tus_target.hpp"
#include "tests/support/chaos_proxy.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// Folder that holds @tus/server; empty when it is not installed.
std::string node_modules() {
  const char* const named = std::getenv("BOOTH_NODE_MODULES");
  const std::string folder =
      named != nullptr ? named : std::string(BOOTH_BIN_DIR) + "/../node_modules";
  return fs::exists(folder + "/@tus/server") ? folder : std::string();
}

struct TusServer {
  TusServer(const fs::path& folder, const std::string& modules) : files(folder / "files") {
    fs::create_directories(files);
    const auto script = std::string(BOOTH_SOURCE_DIR) + "/tests/sync/tus/tus_server.mjs";
    auto started = demo::ChildProcess::start({.words = {"node", script, files.string()},
                                              .environment = {{"BOOTH_NODE_MODULES", modules}},
                                              .log = folder / "node.log",
                                              .folder = {}});
    REQUIRE(started.has_value());
    process.emplace(std::move(*started));
    const auto says_port = [this] { return process->log_end().find("port ") != std::string::npos; };
    const auto ready = process->wait_until_ready(says_port, 60s);
    REQUIRE_MESSAGE(ready.has_value(), ready.error().context);
    const auto log = process->log_end();
    port = static_cast<std::uint16_t>(std::stoi(log.substr(log.find("port ") + 5)));
  }
  /// Finished and unfinished uploads, without the server's notes beside them.
  std::vector<std::string> stored() const {
    std::vector<std::string> bodies;
    for (const auto& entry : fs::directory_iterator(files)) {
      if (entry.path().extension() == ".json") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      bodies.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return bodies;
  }
  fs::path files;
  std::uint16_t port = 0;
  std::optional<demo::ChildProcess> process;
};

}  // namespace

TEST_SUITE("sync/tus/live") {
  TEST_CASE(
      "a real tus server takes an object whole, and resumes it after cuts and a lost answer") {
    const auto modules = node_modules();
    if (modules.empty()) {
      MESSAGE(
          "skipped: npm install @tus/server@2.4.5 @tus/file-store@2.1.1, and name the folder in "
          "BOOTH_NODE_MODULES");
      return;
    }
    demo::TempFolder folder("tus");
    TusServer server(folder.path(), modules);
    boost::asio::io_context loop;
    SystemTimer timer;
    int connection = 0;
    ChaosProxy proxy(loop.get_executor(), server.port, [&connection](int) {
      switch (++connection) {
        case 1:
          return Chaos{.cut_after = 700'000};
        case 2:
          return Chaos{.lose_answer_after = 900'000};
        case 3:
          return Chaos{.cut_after = 1'000'000};
        default:
          return Chaos{};
      }
    });
    TusOptions options;
    options.name = "tus";
    options.url = "http://127.0.0.1:" + std::to_string(proxy.port()) + "/files";
    options.first_chunk_bytes = 512 * 1024;
    options.smallest_chunk_bytes = 128 * 1024;
    TusTarget target(loop.get_executor(), options, timer);

    std::string body(3'000'000, '\0');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 + (i >> 9));
    const auto path = (folder.path() / "photo").string();
    std::ofstream(path, std::ios::binary) << body;
    UploadItem item;
    item.id = UploadId("019aa9d0-0000-7000-8000-000000000001");
    item.sha256 = sha256_hex(body);
    item.size_bytes = static_cast<std::int64_t>(body.size());
    item.content_type = "image/jpeg";
    item.key = "wedding/s1/" + item.sha256 + ".jpg";

    Result<UploadProof> proof = make_error(Errc::Internal, "not tried");
    int attempts = 0;
    while (!proof && ++attempts <= 20) {
      proof = run_until_done(loop, target.send(item, path));
      item.resume = target.resume_state(item.id);
    }
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(attempts > 1);
    CHECK(run_until_done(loop, target.probe()).has_value());
    int whole = 0;
    for (const auto& stored : server.stored()) {
      const bool is_ours = stored == body;
      whole += is_ours ? 1 : 0;
      CHECK((is_ours || stored.size() < body.size()));  // orphans only unfinished
    }
    CHECK(whole == 1);
  }
}

}  // namespace booth
