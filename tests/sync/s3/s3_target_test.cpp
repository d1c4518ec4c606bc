#include "sync/s3/s3_target.hpp"

#include <ctime>
#include <fstream>
#include <map>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using Server = ScriptedHttpServer;

/// Just enough of S3 to lie like the real ones do. It does not check signatures: the live test
/// does.
struct LyingS3 {
  enum class OnCondition { Works, NotImplemented, Ignored };
  struct Object {
    std::string body;
    std::string sha256;
  };
  std::map<std::string, Object> objects;
  std::map<int, std::string> parts;
  OnCondition on_condition = OnCondition::Works;
  std::chrono::seconds clock_skew{0};
  int begun = 0;
  int completes_that_do_nothing = 0;
  int answers_to_lose = 0;  ///< of successful PUTs
  int refusals = 0;         ///< 503 with Retry-After before anything works
  bool has_unfinished = false;
  bool has_empty_etag = false;

  static std::string header(const Server::Request& request, const std::string& name) {
    const auto at = request.head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return request.head.substr(begin, request.head.find("\r\n", begin) - begin);
  }

  std::string date() const {
    const auto now = std::time(nullptr) + clock_skew.count();
    char text[64];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&now));
    return std::string("Date: ") + text + "\r\n";
  }

  bool is_time_wrong(const Server::Request& request) const {
    std::tm parts_of_time{};
    strptime(header(request, "x-amz-date").c_str(), "%Y%m%dt%H%M%Sz", &parts_of_time);
    return std::abs(timegm(&parts_of_time) - std::time(nullptr) - clock_skew.count()) > 900;
  }

  Server::Reply answer(const Server::Request& request) {
    if (is_time_wrong(request))
      return Server::reply(403, date(), "<Error><Code>RequestTimeTooSkewed</Code></Error>");
    if (refusals > 0) {
      --refusals;
      return Server::reply(503, "Retry-After: 7\r\n");
    }
    const auto path = request.target.substr(0, request.target.find('?'));
    const auto query =
        path.size() < request.target.size() ? request.target.substr(path.size() + 1) : "";
    if (!query.empty()) return multipart(request, path, query);
    if (request.method == "HEAD") return head(path);
    if (request.method == "PUT") return put(request, path);
    return Server::reply(400);
  }

  Server::Reply head(const std::string& path) {
    if (path == "/bucket") return Server::reply(200);
    const auto found = objects.find(path);
    if (found == objects.end()) return Server::reply(404);
    return {"HTTP/1.1 200 OK\r\nx-amz-meta-sha256: " + found->second.sha256 +
                "\r\nContent-Length: " + std::to_string(found->second.body.size()) + "\r\n\r\n",
            false, false};
  }

  Server::Reply put(const Server::Request& request, const std::string& path) {
    if (sha256_hex(request.body) != header(request, "x-amz-content-sha256"))
      return Server::reply(400);
    if (!header(request, "if-none-match").empty()) {
      if (on_condition == OnCondition::NotImplemented) return Server::reply(501);
      if (on_condition == OnCondition::Works && objects.contains(path)) return Server::reply(412);
    }
    objects[path] = {request.body, header(request, "x-amz-meta-sha256")};
    if (answers_to_lose > 0) {
      --answers_to_lose;
      return {"", true, false};
    }
    return Server::reply(200);
  }

  Server::Reply multipart(const Server::Request& request, const std::string& path,
                          const std::string& query) {
    if (query.find("uploads=") != std::string::npos && request.method == "GET")
      return Server::reply(
          200, "",
          has_unfinished ? "<Upload><Key>" + path_key + "</Key><UploadId>id7</UploadId></Upload>"
                         : "<R/>");
    if (query == "uploads=") {
      ++begun;
      pending_sha256 = header(request, "x-amz-meta-sha256");
      return Server::reply(200, "", "<UploadId>id7</UploadId>");
    }
    if (request.method == "GET") return Server::reply(200, "", list_parts());
    if (request.method == "PUT") {
      parts[std::stoi(query.substr(query.find("partNumber=") + 11))] = request.body;
      return Server::reply(200, "ETag: \"e\"\r\n");
    }
    if (completes_that_do_nothing > 0) {
      --completes_that_do_nothing;
      return Server::reply(200, "", "<CompleteMultipartUploadResult/>");
    }
    std::string body;
    for (const auto& part : parts) body += part.second;
    objects[path] = {body, pending_sha256};
    return Server::reply(200, "", has_empty_etag ? "<R><ETag></ETag></R>" : "<R/>");
  }

  std::string list_parts() const {
    std::string xml;
    for (const auto& part : parts)
      xml += "<Part><PartNumber>" + std::to_string(part.first) +
             "</PartNumber><ETag>\"e\"</ETag><Size>" + std::to_string(part.second.size()) +
             "</Size></Part>";
    return xml;
  }

  std::string path_key;
  std::string pending_sha256;
};

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
      "a lost answer leaves the outcome unknown; the next attempt looks and does not send") {
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
      "after a crash the unfinished upload is found by its key; only missing parts are sent") {
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
      "a Complete that says 200 and does nothing proves nothing; the next attempt finishes") {
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
