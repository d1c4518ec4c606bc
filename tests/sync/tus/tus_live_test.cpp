#include <fstream>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "sync/tus/tus_target.hpp"
#include "tests/support/chaos_proxy.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/tus_server.hpp"

namespace booth {
namespace {

/// The first connections break, in the middle and after success; the others are good.
Chaos bad_beginning(int connection) {
  switch (connection) {
    case 1:
      return Chaos{.cut_after = 700'000};
    case 2:
      return Chaos{.lose_answer_after = 900'000};
    case 3:
      return Chaos{.cut_after = 1'000'000};
    default:
      return Chaos{};
  }
}

/// One object on its way to a real server, over a network that breaks.
struct Rig {
  Rig(const TusProgram& program, const std::string& modules)
      : folder("tus"),
        server(folder.path(), modules, program),
        proxy(loop.get_executor(), server.port,
              [this](int) { return bad_beginning(++connections); }),
        body(3'000'000, '\0'),
        path((folder.path() / "photo").string()),
        target(loop.get_executor(), options(), timer) {
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 + (i >> 9));
    std::ofstream(path, std::ios::binary) << body;
    item.id = UploadId("019aa9d0-0000-7000-8000-000000000001");
    item.sha256 = sha256_hex(body);
    item.size_bytes = static_cast<std::int64_t>(body.size());
    item.content_type = "image/jpeg";
    item.key = "wedding/s1/" + item.sha256 + ".jpg";
  }

  TusOptions options() const {
    TusOptions made;
    made.name = "tus";
    made.url = "http://127.0.0.1:" + std::to_string(proxy.port()) + "/files";
    made.first_chunk_bytes = 512 * 1024;
    made.smallest_chunk_bytes = 128 * 1024;
    return made;
  }

  /// Tries until the server has proved that it holds everything. @returns how often it was tried
  int send() {
    Result<UploadProof> proof = make_error(Errc::Internal, "not tried");
    int attempts = 0;
    while (!proof && ++attempts <= 20) {
      proof = run_until_done(loop, target.send(item, path));
      item.resume = target.resume_state(item.id);
    }
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    item.resume = proof->address;
    return attempts;
  }

  /// Sends bytes under another object's checksum. @returns what the server made of it
  Result<UploadProof> send_damaged() {
    auto whole = options();
    whole.first_chunk_bytes = item.size_bytes;
    TusTarget once(loop.get_executor(), whole, timer);
    REQUIRE(run_until_done(loop, once.probe()).has_value());
    auto damaged = item;
    damaged.resume.clear();
    damaged.sha256 = sha256_hex("something else");
    return run_until_done(loop, once.send(damaged, path));
  }

  void check_stored_once() const {
    int whole = 0;
    for (const auto& stored : server.stored()) {
      const bool is_ours = stored == body;
      whole += is_ours ? 1 : 0;
      CHECK((is_ours || stored.size() < body.size()));  // orphans only unfinished
    }
    CHECK(whole == 1);
  }

  demo::TempFolder folder;
  TusServer server;
  boost::asio::io_context loop;
  SystemTimer timer;
  int connections = 0;
  ChaosProxy proxy;
  std::string body;
  std::string path;
  TusTarget target;
  UploadItem item;
};

void send_and_erase(const TusProgram& program, const std::string& modules, bool checks_bytes) {
  Rig rig(program, modules);
  CHECK(rig.send() > 1);
  CHECK(run_until_done(rig.loop, rig.target.probe()).has_value());
  rig.check_stored_once();

  const auto erased = run_until_done(rig.loop, rig.target.erase(rig.item));
  REQUIRE_MESSAGE(erased.has_value(), erased.error().context);
  CHECK(erased->how == "termination: then 404");
  for (const auto& stored : rig.server.stored()) CHECK((stored != rig.body));

  const bool is_checked = !rig.send_damaged().has_value();
  CHECK(is_checked == checks_bytes);
}

}  // namespace

TEST_SUITE("sync/tus/live") {
  TEST_CASE(
      "a real tus server takes an object whole, and resumes it after cuts and a lost answer") {
    const auto modules = node_modules();
    if (!modules.empty()) send_and_erase(kTusServer, modules, false);
  }

  TEST_CASE("another real tus server, which differs in every detail, holds the same object") {
    const auto modules = node_modules(kUploadx);
    if (!modules.empty()) send_and_erase(kUploadx, modules, true);
  }
}

}  // namespace booth
