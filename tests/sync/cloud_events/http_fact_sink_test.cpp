#include "sync/cloud_events/http_fact_sink.hpp"

#include <zlib.h>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/system_timer.hpp"
#include "sync/cloud_events/event_json.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using Server = ScriptedHttpServer;

std::string unpacked(const std::string& packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string text(1 << 20, '\0');
  auto input = packed;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

std::vector<Fact> some_facts(int count) {
  std::vector<Fact> facts;
  for (int i = 1; i <= count; ++i) {
    char id[40];
    std::snprintf(id, sizeof id, "019ac000-0000-7000-8000-%012d", i);
    facts.push_back({i, FactId(id), "print.printed", "p" + std::to_string(i),
                     R"({"printer":"dnp","proof":"guard_journal"})",
                     UtcTime(std::chrono::milliseconds(1'795'323'600'007))});
  }
  return facts;
}

/// A back end on loopback and a sink that speaks to it.
struct Rig {
  boost::asio::io_context loop;
  SystemTimer timer;
  Server::Script script = [](const Server::Request&) { return Server::reply(204); };
  Server server{loop.get_executor(),
                [this](const Server::Request& request) { return script(request); }};
  HttpFactSink sink{loop.get_executor(), options(), timer};

  HttpFactSinkOptions options() const {
    HttpFactSinkOptions options;
    options.url = server.url() + "events";
    options.heartbeat_url = server.url() + "heartbeat";
    options.source = event_source("front door");
    return options;
  }
  Result<void> send(int count) { return run_until_done(loop, sink.send(some_facts(count))); }
};

}  // namespace

TEST_SUITE("sync/cloud_events/http_fact_sink") {
  TEST_CASE_FIXTURE(Rig, "a batch goes out compressed, as CloudEvents with stable ids") {
    REQUIRE(send(100).has_value());
    const auto request = server.requests().at(0);
    CHECK(request.method == "POST");
    CHECK(request.head.find("content-type: application/cloudevents-batch+json") !=
          std::string::npos);
    CHECK(request.head.find("content-encoding: gzip") != std::string::npos);
    CHECK(request.body.size() < 5000);
    const auto batch = boost::json::parse(unpacked(request.body)).as_array();
    REQUIRE(batch.size() == 100);
    const auto& event = batch[0].as_object();
    CHECK(event.at("specversion") == "1.0");
    CHECK(event.at("id") == "019ac000-0000-7000-8000-000000000001");
    CHECK(event.at("source") == "urn:booth:front%20door");
    CHECK(event.at("type") == "org.boothd.print.printed");
    CHECK(event.at("subject") == "p1");
    CHECK(event.at("time") == "2026-11-22T05:00:00.007Z");
    CHECK(event.at("data").at("proof") == "guard_journal");

    REQUIRE(send(100).has_value());
    CHECK((server.requests().at(1).body == request.body));
    const auto key = [](const Server::Request& each) {
      const auto at = each.head.find("idempotency-key: ");
      REQUIRE(at != std::string::npos);
      return each.head.substr(at, 49);
    };
    CHECK(key(server.requests().at(0)) == key(server.requests().at(1)));
  }

  TEST_CASE_FIXTURE(Rig, "a small batch, and a server that cannot unpack, get plain text") {
    REQUIRE(send(1).has_value());
    CHECK(server.requests().at(0).body.starts_with("[{"));
    script = [](const Server::Request& request) {
      return Server::reply(request.body.starts_with("[{") ? 200 : 415);
    };
    REQUIRE(send(50).has_value());
    REQUIRE(send(50).has_value());
    CHECK(server.requests().size() == 4);  // the second batch is not tried compressed again
  }

  TEST_CASE_FIXTURE(Rig, "answers mean what they say") {
    struct Case {
      int status;
      Errc code;
    };
    for (const auto& each :
         {Case{400, Errc::ServerRefused}, Case{413, Errc::ServerRefused},
          Case{422, Errc::ServerRefused}, Case{404, Errc::NotFound}, Case{302, Errc::NotFound},
          Case{401, Errc::AuthRefused}, Case{429, Errc::ServerBusy}, Case{503, Errc::ServerBusy},
          Case{207, Errc::NotProven}, Case{511, Errc::CaptivePortal}}) {
      CAPTURE(each.status);
      script = [&each](const Server::Request&) {
        return Server::reply(each.status, "Retry-After: 7\r\n");
      };
      const auto sent = send(2);
      REQUIRE(sent.has_error());
      CHECK(sent.error().code == each.code);
      CHECK(sink.last_retry_after() == std::chrono::seconds(7));
    }
  }

  TEST_CASE_FIXTURE(Rig, "a heartbeat is believed only when its answer names it") {
    std::string body = "welcome";
    script = [&body](const Server::Request&) { return Server::reply(200, "", body); };
    const FactId id("019ac000-0000-7000-8000-00000000000a");
    const Heartbeat beat{id, timer.utc_now(), R"({"version":"1"})"};
    CHECK(run_until_done(loop, sink.beat(beat)).error().code == Errc::NotProven);
    body = R"({"heartbeat":")" + id.str() + R"(","probe":"ok"})";
    CHECK(run_until_done(loop, sink.beat(beat)).value().probe == "ok");
    CHECK(server.requests().at(0).head.find("content-type: application/cloudevents+json") !=
          std::string::npos);
    const auto event = boost::json::parse(server.requests().at(0).body).as_object();
    CHECK(event.at("type") == "org.boothd.heartbeat");
  }
}

}  // namespace booth
