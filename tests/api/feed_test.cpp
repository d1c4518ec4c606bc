#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "tests/support/api_rig.hpp"

namespace booth::testing {
namespace {

/// Reads pieces until `count` events have come; pieces may hold several.
std::string read_events(PlainClient& client, int count) {
  std::string text;
  int seen = 0;
  while (seen < count) {
    const auto piece = client.read_chunk();
    text += piece;
    for (std::size_t at = piece.find("id: "); at != std::string::npos;
         at = piece.find("id: ", at + 1))
      ++seen;
  }
  return text;
}

void add_facts(ApiRig& rig, int count, const std::string& type = "a.done") {
  rig.with_booth([&](FakeBooth& booth) {
    for (int i = 0; i < count; ++i) booth.add_fact(type, "x");
  });
}

}  // namespace

TEST_SUITE("api/feed") {
  TEST_CASE("a listener hears what happens from now on") {
    ApiRig rig;
    add_facts(rig, 3);
    PlainClient client(rig.socket_path());
    client.send(ApiRig::request("GET", "/v1/feed"));
    CHECK(client.read_head().field("Content-Type") == "text/event-stream");
    CHECK(client.read_chunk() == "retry: 1000\n: facts behind 3\n\n");
    add_facts(rig, 1, "b.done");
    const auto event = read_events(client, 1);
    CHECK(event.starts_with("id: 4\ndata: {\"sequence\":4,"));
    CHECK(event.find("b.done") != std::string::npos);
    add_facts(rig, 2);
    CHECK(read_events(client, 2).find("id: 6\n") != std::string::npos);
  }

  TEST_CASE("who comes back with Last-Event-ID misses nothing, however much happened") {
    ApiRig rig;
    add_facts(rig, 950);
    PlainClient client(rig.socket_path());
    client.send(ApiRig::request("GET", "/v1/feed", "", "Last-Event-ID: 10\r\n"));
    client.read_head();
    const auto text = read_events(client, 940);
    for (int number = 11; number <= 950; ++number)
      REQUIRE(text.find("id: " + std::to_string(number) + "\n") != std::string::npos);
    CHECK(text.find("id: 10\n") == std::string::npos);
  }

  TEST_CASE("fifty listeners hear everything once, in order") {
    ApiRig rig;
    std::vector<std::unique_ptr<PlainClient>> clients;
    for (int i = 0; i < 50; ++i) {
      clients.push_back(std::make_unique<PlainClient>(rig.socket_path()));
      clients.back()->send(ApiRig::request("GET", "/v1/feed?after=0"));
      clients.back()->read_head();
    }
    for (int burst = 0; burst < 5; ++burst) add_facts(rig, 7);
    for (auto& client : clients) {
      const auto text = read_events(*client, 35);
      std::size_t at = 0;
      for (int number = 1; number <= 35; ++number) {
        const auto event = "id: " + std::to_string(number) + "\n";
        const auto found = text.find(event, at);
        REQUIRE(found != std::string::npos);
        at = found;
        CHECK(text.find(event, at + 1) == std::string::npos);
      }
    }
  }

  TEST_CASE("the newest facts are found without reading the log") {
    ApiRig rig;
    namespace json = boost::json;
    CHECK(json::parse(rig.ask("GET", "/v1/facts?last=5").body).at("items").as_array().empty());
    for (const int count : {1, 1, 5, 93, 28}) {
      add_facts(rig, count);
      const auto size = rig.with_booth(
          [](FakeBooth& booth) { return static_cast<std::int64_t>(booth.log.size()); });
      const auto page = json::parse(rig.ask("GET", "/v1/facts?last=3").body);
      CHECK(page.at("next").as_int64() == size);
      CHECK(page.at("items").as_array().size() ==
            static_cast<std::size_t>(std::min<std::int64_t>(3, size)));
    }
  }
}

}  // namespace booth::testing
