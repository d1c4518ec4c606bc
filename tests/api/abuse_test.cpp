#include <doctest/doctest.h>

#include "tests/support/api_rig.hpp"

namespace booth::testing {
namespace {

using namespace std::chrono_literals;

api::ApiOptions impatient() {
  api::ApiOptions options;
  options.request_time = 300ms;
  options.idle_time = 400ms;
  options.write_time = 400ms;
  return options;
}

bool is_well(ApiRig& rig) {
  return rig.ask("GET", "/v1/status").status == 200;
}

}  // namespace

TEST_SUITE("api/abuse") {
  TEST_CASE("garbage is answered with 400 or nothing, and harms nobody") {
    ApiRig rig;
    const std::string cases[] = {
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 this is TLS\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /v1/status HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n",
        "GET /v1/status HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /v1/status HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "GET /v1/status HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /v1/shots HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        std::string(3, '\0') + "\r\n\r\n",
        "\r\n\r\n\r\n\r\n",
    };
    for (const auto& garbage : cases) {
      CAPTURE(garbage);
      PlainClient client(rig.socket_path());
      client.send(garbage);
      client.finish_sending();
      CHECK(client.is_closed_by_server());
    }
    CHECK(is_well(rig));
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.calls; }) == 0);
  }

  TEST_CASE("odd photos, sizes and slots are refused by name and touch nothing") {
    ApiRig rig;
    const auto session = rig.with_booth([](FakeBooth& booth) {
      return "/v1/sessions/" + booth.add_session(SessionState::CountingDown).session.id.str();
    });
    const std::string none = "019aa9d0-ffff-7000-8000-ffffffffffff";
    struct Case {
      std::string method;
      std::string target;
      int status;
    };
    const Case cases[] = {
        {"POST", session + "/shots/-1/retake", 400},
        {"POST", session + "/shots/1e9/retake", 400},
        {"POST", session + "/shots/100/retake", 400},
        {"POST", session + "/shots/99999999999999999999/retake", 400},
        {"POST", session + "/shots//retake", 404},
        {"POST", session + "/shots/..%2f..%2fcancel/retake", 404},
        {"POST", "/v1/sessions/" + none + "/shots/0/retake", 404},
        {"GET", session + "/shots/0/retake", 405},
        {"GET", "/v1/sessions/" + none + "/share", 404},
        {"GET", "/v1/shots/" + none + ".jpg", 404},
        {"GET", "/v1/shots/..%2f..%2fbooth.db.jpg", 404},
        {"GET", "/v1/shots/.jpg", 404},
        {"GET", "/v1/shots/" + none + ".jpg.jpg", 400},
        {"GET", "/v1/prints?before=" + std::string(5000, 'a'), 400},
    };
    for (const auto& one : cases) {
      CAPTURE(one.target);
      CHECK(rig.ask(one.method, one.target).status == one.status);
    }
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.small_calls; }) == 0);
    CHECK(rig.ask("POST", session + "/shots/0/retake").status == 202);
  }

  TEST_CASE("chunked bodies and pipelined requests are understood") {
    ApiRig rig;
    PlainClient client(rig.socket_path());
    client.send(
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\n"
        "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"cop\r\n8\r\nies\": 2}\r\n0\r\n\r\n" +
        ApiRig::request("GET", "/v1/status") + ApiRig::request("GET", "/v1/templates"));
    CHECK(client.read_answer().status == 201);
    CHECK(client.read_answer().status == 200);
    CHECK(client.read_answer().body.find("classic-4x6") != std::string::npos);
  }

  TEST_CASE("what is too large is refused and the refusal can be read") {
    ApiRig rig;
    {
      PlainClient client(rig.socket_path());
      client.send("GET /v1/status HTTP/1.1\r\nX: " + std::string(64 * 1024, 'x') + "\r\n\r\n");
      CHECK(client.read_answer().status == 431);
    }
    {
      PlainClient client(rig.socket_path());
      client.send(ApiRig::request("POST", "/v1/sessions", std::string(1024 * 1024, ' ')));
      CHECK(client.read_answer().status == 413);
      CHECK(client.is_closed_by_server());
    }
    {
      PlainClient client(rig.socket_path());
      client.send(ApiRig::request("POST", "/v1/sessions", std::string(60'000, '[')));
      CHECK(client.read_answer().status == 400);
    }
    CHECK(is_well(rig));
  }

  TEST_CASE(
      "a client that sends byte by byte is told 408 and cut off, and one that says nothing is just "
      "cut "
      "off") {
    ApiRig rig(impatient());
    PlainClient slow(rig.socket_path());
    slow.send("GET /v1/sta");
    CHECK(slow.is_closed_by_server());
    PlainClient silent(rig.socket_path());
    CHECK(silent.is_closed_by_server());
    PlainClient half_open(rig.socket_path());
    half_open.send(ApiRig::request("GET", "/v1/status"));
    half_open.finish_sending();
    CHECK(half_open.read_answer().status == 200);
    CHECK(half_open.is_closed_by_server());
    CHECK(is_well(rig));
  }

  TEST_CASE("a client that does not read its live view is cut off and the others see theirs") {
    ApiRig rig(impatient());
    rig.with_booth([](FakeBooth& booth) { booth.frame_size = 200'000; });
    PlainClient deaf(rig.socket_path());
    deaf.send(ApiRig::request("GET", "/v1/live.mjpeg"));
    PlainClient viewer(rig.socket_path());
    viewer.send(ApiRig::request("GET", "/v1/live.mjpeg"));
    viewer.read_head();
    for (int i = 0; i < 20; ++i) REQUIRE(viewer.read_chunk().size() > 200'000);
    // Its socket's buffer is full; only a closed connection ends in an end.
    const auto deadline = std::chrono::steady_clock::now() + PlainClient::kPatience;
    while (rig.open_connections() > 1 && std::chrono::steady_clock::now() < deadline)
      viewer.read_chunk();
    CHECK(rig.open_connections() == 1);
  }

  TEST_CASE(
      "more clients than there is room for are refused, and there is room again when they go") {
    api::ApiOptions options;
    options.most_local_clients = 3;
    ApiRig rig(options);
    {
      PlainClient first(rig.socket_path());
      PlainClient second(rig.socket_path());
      PlainClient third(rig.socket_path());
      for (auto* client : {&first, &second, &third}) {
        client->send(ApiRig::request("GET", "/v1/templates"));
        CHECK(client->read_answer().status == 200);
      }
      PlainClient fourth(rig.socket_path());
      const auto refused = fourth.read_answer();
      CHECK(refused.status == 503);
      CHECK(refused.body.find("too_many_clients") != std::string::npos);
    }
    const auto deadline = std::chrono::steady_clock::now() + PlainClient::kPatience;
    while (rig.open_connections() > 0 && std::chrono::steady_clock::now() < deadline)
      std::this_thread::yield();
    CHECK(is_well(rig));
  }

  TEST_CASE("a client that hangs up in the middle of anything leaves nothing behind") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) { booth.frame_size = 50'000; });
    for (const char* target :
         {"/v1/status", "/v1/live.mjpeg", "/v1/feed", "/v1/openapi.yaml", "/v1/live.jpg"}) {
      PlainClient client(rig.socket_path());
      client.send(ApiRig::request("GET", target));
    }
    for (int i = 0; i < 100; ++i) {
      PlainClient client(rig.socket_path());
      client.send(
          std::string("GET /v1/status HTTP/1.1\r\n").substr(0, static_cast<std::size_t>(i % 26)));
    }
    CHECK(is_well(rig));
  }

  TEST_CASE("stopping ends every stream at once and removes the socket") {
    std::string path;
    std::unique_ptr<PlainClient> listener;
    std::unique_ptr<PlainClient> viewer;
    {
      ApiRig rig;
      path = rig.socket_path();
      listener = std::make_unique<PlainClient>(path);
      listener->send(ApiRig::request("GET", "/v1/feed"));
      listener->read_head();
      viewer = std::make_unique<PlainClient>(path);
      viewer->send(ApiRig::request("GET", "/v1/live.mjpeg"));
      viewer->read_head();
    }
    CHECK(listener->is_closed_by_server());
    CHECK(viewer->is_closed_by_server());
    CHECK_FALSE(std::filesystem::exists(path));
  }
}

}  // namespace booth::testing
