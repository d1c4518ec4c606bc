// P1, P2, P3, P7 as one: boothd is killed in the middle of sessions, on real parts.
#include <fstream>
#include <random>
#include <set>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "drivers/demo/check_results.hpp"
#include "drivers/demo/demo_booth.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/must.hpp"

namespace booth::demo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

DemoOptions hurried() {
  DemoOptions options;
  options.programs = BOOTH_BIN_DIR;
  options.is_hurried = true;
  return options;
}

/// What the API says about a session, or nothing while the daemon is away.
boost::json::object session_view(const DemoBooth& booth, const std::string& id) {
  const auto answer = booth.client().get("/v1/sessions/" + id);
  return answer ? answer->as_object() : boost::json::object();
}

std::string state_of(const boost::json::object& view) {
  const auto* state = view.if_contains("state");
  return state ? std::string(state->as_string()) : "";
}

bool is_camera_ready(const DemoBooth& booth) {
  const auto status = booth.client().get("/v1/status");
  return status && status->at("camera").at("state").as_string() == "ready";
}

std::string begin_session(const DemoBooth& booth) {
  const auto started = must(booth.client().post("/v1/sessions", boost::json::object()));
  return std::string(started.at("id").as_string());
}

bool has_settled(const boost::json::object& view, const char* list,
                 const std::set<std::string>& final_states) {
  if (!view.contains(list) || view.at(list).as_array().empty()) return false;
  for (const auto& row : view.at(list).as_array())
    if (!final_states.contains(std::string(row.at("state").as_string()))) return false;
  return true;
}

/// How often the printer was given this print, as booth-guard wrote it down before it happened.
int times_started(const DemoBooth& booth, const std::string& print_id) {
  std::ifstream record(booth.guard_record(print_id));
  int starts = 0;
  for (std::string line; std::getline(record, line);) starts += line.starts_with("start") ? 1 : 0;
  return starts;
}

void check_everything_came_out(const DemoBooth& booth, const std::string& id) {
  const auto has_ended = [&] {
    const auto view = session_view(booth, id);
    return has_settled(view, "prints", {"printed", "held", "unknown", "failed", "cancelled"}) &&
           has_settled(view, "uploads", {"synced", "parked"});
  };
  CHECK(wait_until(has_ended, seconds(90)));

  const auto view = session_view(booth, id);
  const auto is_true = [](const Check& check) {
    INFO(check.sentence);
    CHECK(check.is_true);
  };
  is_true(check_session(view));
  is_true(check_stored_files(view, booth.state_dir()));
  is_true(check_prints(view, [&](const std::string& print) { return booth.printed_file(print); }));
  REQUIRE(view.at("prints").as_array().size() == 1);
  CHECK(times_started(booth, std::string(view.at("prints").at(0).at("id").as_string())) == 1);
  const auto compared = compare_with_cloud(view, booth.state_dir(), booth.cloud().objects());
  CHECK(compared.size() == 6);  // four originals, the sheet, its share copy
  for (const auto& object : compared) {
    CAPTURE(object.key);
    CHECK(object.is_identical);
  }
}

}  // namespace

TEST_SUITE("system/restart") {
  TEST_CASE(
      "killed at ten random moments of a session, the booth still makes one sheet, one print, all "
      "uploads") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    // From the press to the last upload a hurried session takes about seven seconds.
    std::uniform_int_distribution<int> moment_ms(0, 7000);

    DemoBooth booth(hurried());
    must(booth.start_camera());
    must(booth.start_printer());
    must(booth.prepare_cloud());
    must(booth.connect_cloud());
    must(booth.start_daemon());
    for (int kill = 1; kill <= 10; ++kill) {
      CAPTURE(kill);
      REQUIRE(wait_until([&] { return is_camera_ready(booth); }, seconds(30)));
      const auto id = begin_session(booth);
      const auto moment = milliseconds(moment_ms(random));
      CAPTURE(moment.count());
      wait_until([] { return false; }, moment);  // the moment is what is tested
      const auto killed_in = state_of(session_view(booth, id));
      CAPTURE(killed_in);
      booth.kill_daemon();
      must(booth.start_daemon());
      const auto is_done = [&] { return state_of(session_view(booth, id)) == "done"; };
      CHECK(wait_until(is_done, seconds(60)));
      check_everything_came_out(booth, id);
    }
    CHECK(booth.ended_parts().empty());
    booth.stop();
  }
}

}  // namespace booth::demo
