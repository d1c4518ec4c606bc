#include <fstream>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/ceph_gateway.hpp"
#include "tests/support/chaos_proxy.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

/// Wrong by what a test says: a booth whose clock battery is dead.
class WrongTimer final : public Timer {
 public:
  UtcTime utc_now() const override { return real_.utc_now() + error; }
  SteadyTime steady_now() const override { return real_.steady_now(); }
  boost::asio::awaitable<void> wait_until(SteadyTime when) override {
    return real_.wait_until(when);
  }
  std::array<std::uint8_t, 10> random_bytes() override { return real_.random_bytes(); }
  std::uint32_t random_number() override { return real_.random_number(); }
  std::chrono::milliseconds error{0};

 private:
  SystemTimer real_;
};

struct Photo {
  Photo(const std::filesystem::path& folder, std::size_t size, unsigned seed)
      : path((folder / "photo").string()) {
    std::string body(size, '\0');
    std::uint32_t state = seed;
    for (auto& c : body) c = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
    std::ofstream(path, std::ios::binary) << body;
    item.id = UploadId("019aa9d0-0000-7000-8000-00000000000" + std::to_string(seed % 10));
    item.sha256 = sha256_hex(body);
    item.size_bytes = static_cast<std::int64_t>(size);
    item.content_type = "image/jpeg";
    item.key = "wedding/s1/" + item.sha256 + ".jpg";
  }
  std::string path;
  UploadItem item;
};

}  // namespace

TEST_SUITE("sync/s3/live") {
  // One case, since the gateway takes a quarter of a minute to come up.
  TEST_CASE(
      "a real Ceph gateway takes what we sign, in one piece and in parts, and holds identical "
      "bytes") {
    if (!CephGateway::is_installed()) return;
    demo::TempFolder folder("ceph");
    CephGateway gateway(folder.path());
    boost::asio::io_context loop;
    WrongTimer timer;
    S3Target target(loop.get_executor(), gateway.options(gateway.port), timer);
    const auto ask = [&](s3::Call call) {
      return run_until_done(loop, target.client().ask(std::move(call)));
    };
    const auto send = [&](S3Target& to, const Photo& photo) {
      return run_until_done(loop, to.send(photo.item, photo.path));
    };
    const auto check_stored = [&](const Photo& photo) {
      HttpRequest read{.url = gateway.read_url(gateway.port, photo.item.key)};
      read.is_answer_hashed = true;
      read.answer_limit = photo.item.size_bytes;
      const auto answer = run_until_done(loop, target.client().transport().request(read));
      REQUIRE_MESSAGE(answer.has_value(), answer.error().context);
      CHECK(answer->status == 200);
      CHECK(answer->body_sha256 == photo.item.sha256);
    };

    CHECK(run_until_done(loop, target.probe()).has_error());  // no bucket yet
    const auto bucket = ask({.method = "PUT"});
    REQUIRE_MESSAGE(bucket.has_value(), bucket.error().context);
    REQUIRE_MESSAGE(bucket->status == 200, bucket->body);
    CHECK(run_until_done(loop, target.probe()).has_value());

    // One piece, and the same again as if nothing were known: the server answers 412.
    const Photo small(folder.path(), 200'000, 1);
    auto proof = send(target, small);
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(send(target, small).has_value());
    CHECK(target.conditional_writes() == S3Target::Conditional::Works);
    check_stored(small);

    // Keys that libcurl's own signer gets wrong.
    for (const auto* key : {"a b+c(d)=e:f@g.jpg",
                            "gr\xC3\xBC\xC3\x9F"
                            "e/%41.jpg"}) {
      s3::Call call{.method = "PUT", .key = key};
      call.body = std::string("x");
      call.payload_sha256 = sha256_hex("x");
      const auto answer = ask(std::move(call));
      REQUIRE(answer.has_value());
      CHECK(answer->status == 200);
    }
    // A wrong secret and a damaged body are refused: this server really verifies.
    s3::Call damaged{.method = "PUT", .key = "damaged"};
    damaged.body = std::string("y");
    damaged.payload_sha256 = sha256_hex("x");
    CHECK(ask(std::move(damaged))->status == 400);

    // Parts; then a cut in the third part, and another process that knows nothing carries on.
    const Photo large(folder.path(), 20'000'000, 2);
    proof = send(target, large);
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    check_stored(large);
    Photo cut(folder.path(), 22'000'000, 3);
    {
      ChaosProxy proxy(loop.get_executor(), gateway.port,
                       [](int) { return Chaos{.cut_after = 18'500'000}; });
      S3Target unlucky(loop.get_executor(), gateway.options(proxy.port()), timer);
      REQUIRE(send(unlucky, cut).has_error());
    }
    cut.item.attempts = 1;
    S3Target afterwards(loop.get_executor(), gateway.options(gateway.port), timer);
    proof = send(afterwards, cut);
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(afterwards.client().transport().counts().bytes_sent <
          8'000'000);  // the missing part only
    check_stored(cut);

    // A lost answer to a PUT, and a clock twenty minutes off.
    Photo lost(folder.path(), 300'000, 4);
    {
      ChaosProxy proxy(loop.get_executor(), gateway.port,
                       [](int) { return Chaos{.lose_answer_after = 300'000}; });
      S3Target unlucky(loop.get_executor(), gateway.options(proxy.port()), timer);
      REQUIRE(send(unlucky, lost).has_error());
      lost.item.resume = unlucky.resume_state(lost.item.id);
    }
    timer.error = -20min;
    S3Target late(loop.get_executor(), gateway.options(gateway.port), timer);
    proof = send(late, lost);
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(late.client().clock_offset() > 15min);
    check_stored(lost);
  }
}

}  // namespace booth
