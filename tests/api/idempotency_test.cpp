#include <doctest/doctest.h>

#include "tests/support/api_rig.hpp"

namespace booth::testing {

TEST_SUITE("api/answer_request") {
  TEST_CASE("the same key and request get the same answer, and nothing is done twice") {
    ApiRig rig;
    const auto session =
        rig.with_booth([](FakeBooth& booth) { return booth.add_session().session.id.str(); });
    const auto target = "/v1/sessions/" + session + "/prints";
    const std::string key = "Idempotency-Key: guest-press-17\r\n";
    const auto first = rig.ask("POST", target, R"({"copies": 2})", key);
    const auto second = rig.ask("POST", target, R"({"copies": 2})", key);
    CHECK(first.status == 201);
    CHECK(second.status == 201);
    CHECK(second.body == first.body);
    CHECK(second.field("Idempotent-Replay") == "true");
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.jobs.size(); }) == 2);
  }

  TEST_CASE("the same key with another request is refused") {
    ApiRig rig;
    const auto session =
        rig.with_booth([](FakeBooth& booth) { return booth.add_session().session.id.str(); });
    const auto target = "/v1/sessions/" + session + "/prints";
    const std::string key = "Idempotency-Key: k1\r\n";
    CHECK(rig.ask("POST", target, R"({"copies": 2})", key).status == 201);
    CHECK(rig.ask("POST", target, R"({"copies": 3})", key).status == 422);
    CHECK(rig.ask("POST", "/v1/shots", "", key).status == 422);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.jobs.size(); }) == 2);
  }

  TEST_CASE("a refused request may be sent again with its key and then succeed") {
    ApiRig rig;
    rig.with_booth(
        [](FakeBooth& booth) { booth.camera_error = make_error(Errc::NoCamera, "no camera"); });
    for (int tries = 0; tries < 3; ++tries)
      CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: k2\r\n").status == 503);
    rig.with_booth([](FakeBooth& booth) { booth.camera_error.reset(); });
    CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: k2\r\n").status == 201);
  }

  TEST_CASE(
      "a request that was interrupted before its answer was written down is not done again by "
      "itself") {
    ApiRig rig;
    const std::string key = "Idempotency-Key: k3\r\n";
    CHECK(rig.ask("POST", "/v1/shots", "", key).status == 201);
    rig.with_booth([](FakeBooth& booth) { booth.answers.erase("k3"); });  // as after a power cut
    const auto repeated = rig.ask("POST", "/v1/shots", "", key);
    CHECK(repeated.status == 409);
    CHECK(repeated.body.find("/problems/outcome_unknown") != std::string::npos);
    CHECK(rig.ask("POST", "/v1/sessions", "", key).status == 422);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.calls; }) == 1);
  }

  TEST_CASE("a request whose outcome nobody knows is not done again by itself either") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) {
      booth.camera_error = make_error(Errc::TimedOut, "no answer in 8 s");
    });
    CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: k4\r\n").status == 504);
    CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: k4\r\n").status == 409);
  }

  TEST_CASE(
      "who changed something is written down, once, and nobody who only looked or was refused") {
    ApiRig rig;
    CHECK(rig.ask("GET", "/v1/status").status == 200);
    CHECK(rig.ask("POST", "/v1/prints/none/retry").status >= 400);
    CHECK(rig.calls().empty());
    const std::string key = "Idempotency-Key: k5\r\n";
    CHECK(rig.ask("POST", "/v1/shots", "", key).status == 201);
    CHECK(rig.ask("POST", "/v1/shots", "", key).status == 201);
    const auto calls = rig.calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].who.starts_with("boothctl:"));
    CHECK(calls[0].role == "technician");
    CHECK(calls[0].method == "POST");
    CHECK(calls[0].path == "/v1/shots");
  }

  TEST_CASE("a key that is no plain text is refused") {
    ApiRig rig;
    CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: a b\r\n").status == 400);
    CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: " + std::string(201, 'x') + "\r\n")
              .status == 400);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.calls; }) == 0);
  }
}

}  // namespace booth::testing
