#include "tests/drivers/virtual_camera/engine_bench.hpp"

#include <boost/json.hpp>

#include "drivers/virtual_camera/control_commands.hpp"
#include "drivers/virtual_camera/control_faults.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

struct Desk : EngineBench {
  explicit Desk() : EngineBench(ProfileName::Nikon) { open(); }
  boost::json::object say(const std::string& line) {
    const std::function<void()> drop = [this] { ++drops; };
    const std::string answer = run_control_command(line, engine, Cable{drop, {}}, now);
    CHECK(answer.find('\n') == std::string::npos);
    return boost::json::parse(answer).as_object();
  }
  bool is_ok(const std::string& line) { return say(line).at("ok").as_bool(); }
  int drops = 0;
};

}  // namespace

TEST_SUITE("drivers/virtual_camera/control_commands") {
  TEST_CASE("what makes no sense is answered with a sentence, and changes nothing") {
    Desk desk;
    for (const char* line :
         {"", "{", "[]", "{}", R"({"do": "dance"})", R"({"do": "fault"})",
          R"({"do": "fault", "name": "rain"})", R"({"do": "fault", "name": "stall", "times": 0})",
          R"({"do": "fault", "name": "delay", "ms": "soon"})",
          R"({"do": "fault", "name": "corrupt_photo", "how": "badly"})",
          R"({"do": "fault", "name": "battery_falls"})",
          R"({"do": "old_files", "count": 1000000})"}) {
      CAPTURE(line);
      const auto answer = desk.say(line);
      CHECK_FALSE(answer.at("ok").as_bool());
      CHECK_FALSE(answer.at("error").as_string().empty());
    }
    CHECK(desk.faults().operations.empty());
    CHECK(desk.faults().corrupt_photos == 0);
  }

  TEST_CASE("every fault can be switched on by its name") {
    for (const std::string_view name : fault_names()) {
      Desk desk;
      CAPTURE(name);
      CHECK(desk.is_ok(R"({"do": "fault", "percent_per_minute": 1.5, "name": ")" +
                       std::string(name) + "\"}"));
    }
  }

  TEST_CASE("an operation fault takes its numbers from the command, codes as text too") {
    Desk desk;
    REQUIRE(desk.is_ok(
        R"({"do": "fault", "name": "truncate", "operation": "0x1009", "skip": 2, "times": -1, "keep_bytes": 100})"));
    REQUIRE(desk.faults().operations.size() == 1);
    const OperationFault& fault = desk.faults().operations.front();
    CHECK(fault.operation == op::kGetObject);
    CHECK(fault.skip == 2);
    CHECK(fault.times == -1);
    CHECK(fault.keep_bytes == 100);
    CHECK(fault.kind == OperationFaultKind::Truncate);
    REQUIRE(desk.is_ok(R"({"do": "clear_faults"})"));
    CHECK(desk.faults().operations.empty());
  }

  TEST_CASE("the record of shots tells when each was exposed and what its bytes are") {
    Desk desk;
    REQUIRE(desk.code(op::kNikonCaptureInMedia, {0xFFFFFFFF, 1}) == rc::kOk);
    desk.pass(1000);
    const auto answer = desk.say(R"({"do": "shots"})");
    const auto& list = answer.at("shots").as_array();
    REQUIRE(list.size() == 1);
    const auto& shot = list.front().as_object();
    CHECK(shot.at("number").to_number<int>() == 1);
    CHECK(shot.at("exposure_end_us").to_number<std::int64_t>() -
              shot.at("exposed_us").to_number<std::int64_t>() ==
          80'000);
    CHECK(shot.at("jpeg_sha256").as_string().size() == 64);
    CHECK(shot.at("finished").as_bool());
    CHECK_FALSE(shot.at("foreign").as_bool());
  }

  TEST_CASE("the button on the body, old files, settings and the cable are at hand") {
    Desk desk;
    CHECK(desk.is_ok(R"({"do": "old_files", "count": 12})"));
    CHECK(desk.is_ok(
        R"({"do": "set", "exposure_ms": 5, "processing_ms": 6, "battery_percent": 33})"));
    CHECK(desk.say(R"({"do": "press_shutter"})").at("shot").to_number<int>() == 1);
    CHECK_FALSE(desk.is_ok(R"({"do": "press_shutter"})"));  // busy with the first
    desk.pass(11);
    CHECK(desk.is_ok(R"({"do": "drop_connection"})"));
    CHECK(desk.drops == 1);
    const auto status = desk.say(R"({"do": "status"})");
    CHECK(status.at("card_files").to_number<int>() == 13);
    CHECK(status.at("battery_percent").to_number<int>() == 33);
    CHECK(status.at("shots_taken").to_number<int>() == 1);
    CHECK(status.at("session_open").as_bool());
  }
}
