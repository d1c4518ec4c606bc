#include "sync/tus/tus_target.hpp"

#include <fstream>
#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "sync/header_text.hpp"
#include "sync/tus/tus_headers.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using Server = ScriptedHttpServer;

/// A tus server with the habits that real ones have been seen to have.
struct OddTus {
  std::optional<std::string> held;  ///< what has arrived; nullopt = no such upload
  std::string location = "/files/one";
  int created = 0;
  int partial_patches = 0;  ///< 204 with half of the bytes
  int locked = 0;           ///< 423 so often
  int lost_answers = 0;     ///< bytes kept, connection closed
  std::size_t most_bytes = 1'000'000'000;
  bool forgets_at_end = false;
  bool keeps_what_is_deleted = false;
  int receipt_status = 200;
  bool checks = false;         ///< offers checksums
  bool damages_next = false;   ///< the network's doing, noticed by the checksum
  std::string checksum_given;  ///< with the newest PATCH

  static std::string header(const Server::Request& request, const std::string& name) {
    const auto at = request.head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return request.head.substr(begin, request.head.find("\r\n", begin) - begin);
  }
  Server::Reply with_offset(int status) const {
    return Server::reply(status, "Upload-Offset: " + std::to_string(held->size()) + "\r\n");
  }

  Server::Reply answer(const Server::Request& request) {
    if (request.target.starts_with("/receipts/")) return Server::reply(receipt_status);
    if (header(request, "tus-resumable") != "1.0.0") return Server::reply(412);
    if (request.method == "OPTIONS") {
      const std::string extensions = checks ? "Tus-Extension: creation,checksum\r\n" : "";
      return Server::reply(
          204, "Tus-Version: 1.0.0,0.2.2\r\nTus-Checksum-Algorithm: md5,sha256\r\n" + extensions);
    }
    if (request.method == "POST") {
      ++created;
      held = "";
      return Server::reply(201, "Location: " + location + "\r\n");
    }
    if (!held) return Server::reply(404);
    if (request.method == "DELETE") {
      if (!keeps_what_is_deleted) held.reset();
      return Server::reply(204);
    }
    if (locked > 0) {
      --locked;
      return Server::reply(423);
    }
    if (request.method == "HEAD")
      return {"HTTP/1.1 200 OK\r\nUpload-Offset: " + std::to_string(held->size()) +
                  "\r\nContent-Length: 0\r\n\r\n",
              false, false};
    return patch(request);
  }

  Server::Reply patch(const Server::Request& request) {
    if (header(request, "upload-offset") != std::to_string(held->size())) return Server::reply(409);
    if (request.body.size() > most_bytes) return Server::reply(413);
    checksum_given = header(request, "upload-checksum");
    if (checks && std::exchange(damages_next, false)) return Server::reply(460);
    if (partial_patches > 0) {
      --partial_patches;
      *held += request.body.substr(0, request.body.size() / 2);
      return with_offset(204);
    }
    *held += request.body;
    if (lost_answers > 0) {
      --lost_answers;
      return {"", true, false};
    }
    const auto reply = with_offset(204);
    if (forgets_at_end) held.reset();
    return reply;
  }
};

struct Fixture {
  Fixture() {
    options.name = "tus";
    options.url = server.url() + "files";
    options.first_chunk_bytes = 64 * 1024;
    options.smallest_chunk_bytes = 4 * 1024;
    for (int i = 0; i < 200'000; ++i) body += static_cast<char>(i * 7);
    std::ofstream(folder.path() / "photo", std::ios::binary) << body;
    item.id = UploadId("019aa9d0-0000-7000-8000-000000000001");
    item.sha256 = sha256_hex(body);
    item.size_bytes = static_cast<std::int64_t>(body.size());
    item.key = "wedding/s1/" + item.sha256 + ".jpg";
  }
  Result<UploadProof> send() {
    auto sent = run_until_done(loop, target().send(item, (folder.path() / "photo").string()));
    item.resume = target().resume_state(item.id);
    return sent;
  }
  TusTarget& target() {
    if (!target_) target_.emplace(loop.get_executor(), options, timer);
    return *target_;
  }

  boost::asio::io_context loop;
  demo::TempFolder folder{"tus"};
  SystemTimer timer;
  OddTus tus;
  Server server{loop.get_executor(),
                [this](const Server::Request& request) { return tus.answer(request); }};
  TusOptions options;
  UploadItem item;
  std::string body;
  std::optional<TusTarget> target_;
};

}  // namespace

TEST_SUITE("sync/tus/tus_target") {
  TEST_CASE_FIXTURE(Fixture,
                    "what was stored is terminated where it was stored, and that is proved") {
    const auto proof = send();
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(proof->address.find("/files/one") != std::string::npos);
    item.resume = proof->address;
    tus.keeps_what_is_deleted = true;
    CHECK(run_until_done(loop, target().erase(item)).error().code == Errc::NotProven);
    tus.keeps_what_is_deleted = false;
    for (int again = 0; again < 2; ++again) {
      const auto erased = run_until_done(loop, target().erase(item));
      REQUIRE_MESSAGE(erased.has_value(), erased.error().context);
      CHECK(erased->how == "termination: then 404");
    }
    CHECK_FALSE(tus.held.has_value());
    item.resume.clear();
    CHECK(run_until_done(loop, target().erase(item))->how == "no upload of it is known there");
  }

  TEST_CASE_FIXTURE(Fixture, "an upload is created, sent in chunks and proved by its offset") {
    const auto proof = send();
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(proof->how == "offset equals length");
    CHECK((tus.held == body));
    CHECK(tus.created == 1);
    CHECK(item.resume.empty());
    CHECK(run_until_done(loop, target().probe()).has_value());
  }

  TEST_CASE_FIXTURE(
      Fixture,
      "an upload's address is made before its bytes go: a crash after them makes no second one") {
    const auto address = run_until_done(loop, target().prepare(item));
    REQUIRE_MESSAGE(address.has_value(), address.error().context);
    item.resume = *address;
    REQUIRE(send().has_value());
    // The daemon died before it could write down that all had arrived; the row has the address.
    item.resume = *address;
    item.attempts = 1;
    target_.reset();
    CHECK(run_until_done(loop, target().prepare(item)).value() == *address);
    const auto proof = send();
    REQUIRE_MESSAGE(proof.has_value(), proof.error().context);
    CHECK(tus.created == 1);
    CHECK((tus.held == body));
  }

  TEST_CASE_FIXTURE(Fixture, "a 204 with part of the bytes goes on from there") {
    tus.partial_patches = 3;
    CHECK(send().has_value());
    CHECK((tus.held == body));
  }

  TEST_CASE_FIXTURE(Fixture, "after a lost answer the upload resumes at the server's offset") {
    tus.lost_answers = 1;
    const auto cut = send();
    REQUIRE(cut.has_error());
    CHECK(cut.error().code == Errc::NetworkDown);
    CHECK(item.resume.find("/files/one") != std::string::npos);
    CHECK(send().has_value());
    CHECK((tus.held == body));
    CHECK(tus.created == 1);
  }

  TEST_CASE_FIXTURE(Fixture, "a locked upload is left for later, never begun again") {
    tus.locked = 2;
    const auto locked = send();
    REQUIRE(locked.has_error());
    CHECK(locked.error().code == Errc::Busy);
    CHECK(send().has_value());
    CHECK(tus.created == 1);
  }

  TEST_CASE_FIXTURE(Fixture, "an expired upload is begun again, and the file is still here") {
    item.resume = R"({"url":"/files/gone"})";
    CHECK(send().has_value());
    CHECK(tus.created == 1);
    CHECK((tus.held == body));
  }

  TEST_CASE_FIXTURE(Fixture,
                    "413 halves the chunk until it fits, and good chunks let it grow again") {
    tus.most_bytes = 20'000;
    CHECK(send().has_value());
    CHECK((tus.held == body));
    CHECK(target().chunk_bytes() <= 32 * 1024);
    CHECK(target().chunk_bytes() >= options.smallest_chunk_bytes);
  }

  TEST_CASE_FIXTURE(Fixture,
                    "a server too small for the smallest chunk refuses the item, not for ever") {
    tus.most_bytes = 100;
    const auto refused = send();
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::ServerRefused);
  }

  TEST_CASE_FIXTURE(Fixture,
                    "an upload that is gone after its last byte is not proven and begins afresh") {
    options.first_chunk_bytes = 1'000'000;
    tus.forgets_at_end = true;
    const auto lie = send();
    REQUIRE(lie.has_error());
    CHECK(lie.error().code == Errc::NotProven);
    CHECK(item.resume.empty());
  }

  TEST_CASE_FIXTURE(Fixture, "where a receipt is configured, only it is the proof") {
    options.receipt_url = server.url() + "receipts";
    tus.receipt_status = 404;
    CHECK(send().error().code == Errc::NotProven);
    tus.receipt_status = 200;
    const auto proof = send();
    REQUIRE(proof.has_value());
    CHECK(proof->how == "receipt: sha256");
  }

  TEST_CASE_FIXTURE(Fixture, "where checksums are offered a whole object carries its own") {
    tus.checks = true;
    options.first_chunk_bytes = 1024 * 1024;
    REQUIRE(run_until_done(loop, target().probe()).has_value());
    tus.damages_next = true;
    CHECK(send().error().code == Errc::NotProven);
    CHECK(tus.held->empty());
    CHECK(send().has_value());
    // The scripted server shows heads in lower case.
    CHECK(tus.checksum_given == lower_case(tus::checksum(sha256_hex(*tus.held))));
  }

  TEST_CASE_FIXTURE(Fixture, "no checksum is sent that nobody offered, nor for a piece") {
    REQUIRE(run_until_done(loop, target().probe()).has_value());
    CHECK(send().has_value());
    CHECK(tus.checksum_given.empty());
    tus.checks = true;
    REQUIRE(run_until_done(loop, target().probe()).has_value());
    item.resume.clear();
    CHECK(send().has_value());
    CHECK(tus.checksum_given.empty());
  }

  TEST_CASE_FIXTURE(Fixture, "a Location on another host is not followed with our token") {
    tus.location = "https://elsewhere.example/files/one";
    CHECK(send().error().code == Errc::NotProven);
  }
}

}  // namespace booth
