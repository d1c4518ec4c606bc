#include "sync/cloud_events/heartbeat_answer.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

const FactId kId("019ac000-0000-7000-8000-000000000001");

std::string answer(const std::string& rest) {
  return R"({"heartbeat":"019ac000-0000-7000-8000-000000000001")" + rest + "}";
}

}  // namespace

TEST_SUITE("sync/cloud_events/heartbeat_answer") {
  TEST_CASE("the whole answer is read, and unknown members leave room for what comes") {
    const auto read = parse_heartbeat_answer(
        answer(R"(,"first_contact_delay_s":12.5,"probe":"paused","commands":[{"id":"7"}],"new":1)"),
        kId);
    REQUIRE(read.has_value());
    CHECK(read->first_contact == std::chrono::milliseconds(12'500));
    CHECK(read->probe == "paused");
    CHECK(read->commands == 1);
  }

  TEST_CASE("all but the echo of our id may be missing") {
    const auto read = parse_heartbeat_answer(answer(""), kId);
    REQUIRE(read.has_value());
    CHECK_FALSE(read->first_contact.has_value());
    CHECK(read->probe.empty());
    CHECK(read->commands == 0);
  }

  TEST_CASE("what somebody else may answer is refused, whatever its status was") {
    for (const auto& body : std::vector<std::string>{
             "", "OK", "<html>login</html>", "[]", "{}", "null", R"({"heartbeat":7})",
             R"({"heartbeat":"019ac000-0000-7000-8000-000000000002"})",
             answer(R"(,"first_contact_delay_s":-1)"), answer(R"(,"first_contact_delay_s":1e9)"),
             answer(R"(,"first_contact_delay_s":"5")"), answer(R"(,"first_contact_delay_s":null)"),
             answer(R"(,"probe":"fine")"), answer(R"(,"probe":1)"), answer(R"(,"commands":{})"),
             answer(R"(,"commands":[1])"), answer("") + "x",
             answer(R"(,"deep":[[[[[[[[[[1]]]]]]]]]])"), std::string(70'000, ' ') + answer("")}) {
      CAPTURE(body.substr(0, 100));
      const auto read = parse_heartbeat_answer(body, kId);
      REQUIRE(read.has_error());
      CHECK(read.error().code == Errc::NotProven);
      CHECK_FALSE(read.error().context.empty());
    }
  }
}

}  // namespace booth
