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
    CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: k2\r\n").status == 503);
    rig.with_booth([](FakeBooth& booth) { booth.camera_error.reset(); });
    CHECK(rig.ask("POST", "/v1/shots", "", "Idempotency-Key: k2\r\n").status == 201);
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
