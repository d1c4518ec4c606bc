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
TEST_SUITE("sync/tus/live") {
  TEST_CASE(
      "a real tus server takes an object whole, and resumes it after cuts and a lost answer") {
    const auto modules = node_modules();
    if (modules.empty()) return;
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

    item.resume = proof->address;
    const auto erased = run_until_done(loop, target.erase(item));
    REQUIRE_MESSAGE(erased.has_value(), erased.error().context);
    CHECK(erased->how == "termination: then 404");
    for (const auto& stored : server.stored()) CHECK((stored != body));
  }
}

}  // namespace booth
