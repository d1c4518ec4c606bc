#include "sync/s3/s3_target.hpp"

#include <fstream>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/lying_s3.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using Server = ScriptedHttpServer;

struct Fixture {
  Fixture() {
    std::ofstream(folder.path() / "secret") << "boothsecret\n";
    options.name = "cloud";
    options.client.endpoint = server.url().substr(0, server.url().size() - 1);
    options.client.bucket = "bucket";
    std::ofstream(folder.path() / "key") << "KEY\n";
    options.client.access_key_file = folder.path() / "key";
    options.client.secret_key_file = folder.path() / "secret";
    options.multipart_from_bytes = 100'000;
    options.part_bytes = 40'000;
    item.id = UploadId("019aa9d0-0000-7000-8000-000000000001");
    item.content_type = "image/jpeg";
    set_body(std::string(5000, 'p'));
  }

  void set_body(const std::string& text) {
    body = text;
    std::ofstream(folder.path() / "photo", std::ios::binary) << body;
    item.sha256 = sha256_hex(body);
    item.size_bytes = static_cast<std::int64_t>(body.size());
    item.key = "wedding/s1/" + item.sha256 + ".jpg";
    s3.path_key = item.key;
  }

  Result<UploadProof> send(S3Target& target) {
    return run_until_done(loop, target.send(item, (folder.path() / "photo").string()));
  }
  const LyingS3::Object* object() const {
    const auto found = s3.objects.find("/bucket/" + item.key);
    return found == s3.objects.end() ? nullptr : &found->second;
  }
  int count(const std::string& method, const std::string& part = "") const {
    int number = 0;
    for (const auto& request : server.requests())
      number += request.method == method && request.target.find(part) != std::string::npos ? 1 : 0;
    return number;
  }

  boost::asio::io_context loop;
  demo::TempFolder folder{"s3"};
  SystemTimer timer;
  LyingS3 s3;
  Server server{loop.get_executor(),
                [this](const Server::Request& request) { return s3.answer(request); }};
  S3Options options;
  UploadItem item;
  std::string body;
};

}  // namespace

TEST_SUITE("sync/s3/s3_target") {
  TEST_CASE_FIXTURE(Fixture, "an object is deleted, and its absence proved") {
    S3Target target(loop.get_executor(), options, timer);
    REQUIRE(send(target).has_value());
    s3.keeps_what_is_deleted = true;
    CHECK(run_until_done(loop, target.erase(item)).error().code == Errc::NotProven);
    s3.keeps_what_is_deleted = false;
    for (int again = 0; again < 2; ++again) {
      const auto erased = run_until_done(loop, target.erase(item));
      REQUIRE_MESSAGE(erased.has_value(), erased.error().context);
      CHECK(erased->how == "delete: then 404");
    }
    CHECK(object() == nullptr);
  }

  TEST_CASE_FIXTURE(Fixture, "an object is put once and proved by size and SHA-256") {
    S3Target target(loop.get_executor(), options, timer);
    const auto proof = send(target);
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(proof->how == "head: size and sha256");
    REQUIRE(object() != nullptr);
    CHECK(object()->body == body);
    CHECK(count("PUT") == 1);
    CHECK(target.resume_state(item.id).empty());
    CHECK(run_until_done(loop, target.probe()).has_value());
  }

  TEST_CASE_FIXTURE(
      Fixture, "conditional writes may work, be unknown or be ignored: the effect is the same") {
    using enum LyingS3::OnCondition;
    for (const auto kind : {Works, NotImplemented, Ignored}) {
      s3.on_condition = kind;
      s3.objects.clear();
      S3Target target(loop.get_executor(), options, timer);
      CHECK(send(target).has_value());
      CHECK(send(target).has_value());  // as fresh again: 412, or a harmless repeat
      CHECK(s3.objects.size() == 1);
      CHECK((target.conditional_writes() == S3Target::Conditional::Refused) ==
            (kind == NotImplemented));
      CHECK((target.conditional_writes() == S3Target::Conditional::Works) == (kind == Works));
    }
  }

  TEST_CASE_FIXTURE(
      Fixture,
      "a lost answer leaves the outcome unknown, and the next attempt looks and does not send") {
    s3.answers_to_lose = 1;
    S3Target target(loop.get_executor(), options, timer);
    const auto lost = send(target);
    REQUIRE(lost.has_error());
    CHECK(lost.error().code == Errc::NetworkDown);
    item.resume = target.resume_state(item.id);
    CHECK_FALSE(item.resume.empty());
    CHECK(send(target).has_value());
    CHECK(count("PUT") == 1);
  }

  TEST_CASE_FIXTURE(Fixture, "a wrong object in our place is replaced, and never taken for ours") {
    s3.objects["/bucket/" + item.key] = {"damaged", item.sha256};
    S3Target target(loop.get_executor(), options, timer);
    const auto first = send(target);
    REQUIRE(first.has_error());
    CHECK(first.error().code == Errc::NotProven);
    item.attempts = 1;
    CHECK(send(target).has_value());
    CHECK(object()->body == body);
  }

  TEST_CASE_FIXTURE(Fixture, "a clock that is twenty minutes or ten years off is corrected, once") {
    for (const auto skew : {std::chrono::seconds(1200), std::chrono::seconds(-1200),
                            std::chrono::seconds(315'360'000)}) {
      s3.clock_skew = skew;
      s3.objects.clear();
      const auto before = server.requests().size();
      S3Target target(loop.get_executor(), options, timer);
      const auto proof = send(target);
      REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
      CHECK(server.requests().size() == before + 3);  // refused, repeated, proved
      CHECK(std::chrono::abs(target.client().clock_offset() - skew) < std::chrono::seconds(5));
    }
  }

  TEST_CASE_FIXTURE(Fixture, "a busy server says when to come back") {
    s3.refusals = 1;
    S3Target target(loop.get_executor(), options, timer);
    const auto busy = send(target);
    REQUIRE(busy.has_error());
    CHECK(busy.error().code == Errc::ServerBusy);
    CHECK(target.last_retry_after() == std::chrono::seconds(7));
  }

  TEST_CASE_FIXTURE(Fixture, "large objects go in parts") {
    set_body(std::string(100'001, 'm'));
    s3.has_empty_etag = true;  // Ceph's first answer to Complete
    S3Target target(loop.get_executor(), options, timer);
    const auto proof = send(target);
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(object()->body == body);
    CHECK(count("PUT", "partNumber=") == 3);
    CHECK(count("GET") == 0);
  }

  TEST_CASE_FIXTURE(
      Fixture,
      "after a crash the unfinished upload is found by its key, and only missing parts are sent") {
    set_body(std::string(40'000, 'a') + std::string(40'000, 'b') + std::string(40'000, 'c') + "d");
    s3.has_unfinished = true;
    s3.pending_sha256 = item.sha256;
    s3.parts[1] = std::string(40'000, 'a');
    s3.parts[2] = "half";  // a part of another size is sent again
    item.attempts = 1;
    S3Target target(loop.get_executor(), options, timer);
    const auto proof = send(target);
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(object()->body == body);
    CHECK(s3.begun == 0);
    CHECK(count("PUT", "partNumber=1&") == 0);
    CHECK(count("PUT", "partNumber=") == 3);
  }

  TEST_CASE_FIXTURE(
      Fixture,
      "a Complete that says 200 and does nothing proves nothing, and the next attempt finishes") {
    set_body(std::string(120'000, 'm'));
    s3.completes_that_do_nothing = 1;
    S3Target target(loop.get_executor(), options, timer);
    const auto lie = send(target);
    REQUIRE(lie.has_error());
    CHECK(lie.error().code == Errc::NotProven);
    s3.has_unfinished = true;
    item.attempts = 1;
    CHECK(send(target).has_value());
    CHECK(object()->body == body);
    CHECK(s3.begun == 1);
    CHECK(count("PUT", "partNumber=") == 3);
  }

  TEST_CASE_FIXTURE(Fixture, "without a secret nothing is sent and the file is named") {
    options.client.secret_key_file = folder.path() / "none";
    S3Target target(loop.get_executor(), options, timer);
    const auto refused = send(target);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::AuthRefused);
    CHECK(refused.error().context.find("secret_key_file") != std::string::npos);
    CHECK(server.requests().empty());
  }
}

}  // namespace booth
