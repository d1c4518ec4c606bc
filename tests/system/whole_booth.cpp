#include "tests/system/whole_booth.hpp"

#include <fstream>
#include <set>

#include <doctest/doctest.h>

#include "drivers/demo/check_results.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/must.hpp"
#include "tests/support/patience.hpp"

namespace booth::demo {
namespace {

using std::chrono::seconds;
using testing::patient;

DemoOptions hurried() {
  DemoOptions options;
  options.programs = BOOTH_BIN_DIR;
  options.is_hurried = true;
  options.patience = testing::patience_factor();
  return options;
}

bool has_settled(const boost::json::object& view, const char* list,
                 const std::set<std::string>& final_states) {
  if (!view.contains(list) || view.at(list).as_array().empty()) return false;
  for (const auto& row : view.at(list).as_array())
    if (!final_states.contains(std::string(row.at("state").as_string()))) return false;
  return true;
}

}  // namespace

WholeBooth::WholeBooth() : booth_(hurried()) {
  must(booth_.start_camera());
  must(booth_.start_printer());
  must(booth_.prepare_cloud());
  must(booth_.connect_cloud());
  must(booth_.start_daemon());
  wait_for_camera();
}

WholeBooth::~WholeBooth() {
  booth_.stop();
}

void WholeBooth::wait_for_camera() const {
  const auto is_ready = [this] {
    const auto status = booth_.client().get("/v1/status");
    return status && status->at("camera").at("state").as_string() == "ready";
  };
  REQUIRE(wait_until(is_ready, patient(seconds(30))));
}

std::string WholeBooth::begin_session() const {
  const auto started = must(booth_.client().post("/v1/sessions", boost::json::object()));
  return std::string(started.at("id").as_string());
}

boost::json::object WholeBooth::session(const std::string& id) const {
  const auto answer = booth_.client().get("/v1/sessions/" + id);
  return answer ? answer->as_object() : boost::json::object();
}

std::string WholeBooth::state_of(const std::string& id) const {
  const auto view = session(id);
  return view.contains("state") ? std::string(view.at("state").as_string()) : "";
}

std::size_t WholeBooth::shots_of(const std::string& id) const {
  const auto view = session(id);
  return view.contains("shots") ? view.at("shots").as_array().size() : 0;
}

/// How often the printer was given this print, as booth-guard wrote it down before it happened.
int WholeBooth::times_started(const std::string& print_id) const {
  std::ifstream record(booth_.guard_record(print_id));
  int starts = 0;
  for (std::string line; std::getline(record, line);) starts += line.starts_with("start") ? 1 : 0;
  return starts;
}

void WholeBooth::check_everything_comes_out(const std::string& id) const {
  const auto has_ended = [&] {
    const auto view = session(id);
    return has_settled(view, "prints", {"printed", "held", "unknown", "failed", "cancelled"}) &&
           has_settled(view, "uploads", {"synced", "parked"});
  };
  CHECK(wait_until(has_ended, patient(seconds(120))));

  const auto view = session(id);
  const auto is_true = [](const Check& check) {
    INFO(check.sentence);
    CHECK(check.is_true);
  };
  is_true(check_session(view));
  is_true(check_stored_files(view, booth_.state_dir()));
  is_true(
      check_prints(view, [this](const std::string& print) { return booth_.printed_file(print); }));
  REQUIRE(view.at("prints").as_array().size() == 1);
  CHECK(times_started(std::string(view.at("prints").at(0).at("id").as_string())) == 1);

  const auto compared = compare_with_cloud(view, booth_.state_dir(), booth_.cloud().objects());
  // Four originals, the sheet, its share copy, and what the guests' page tells before and after.
  CHECK(compared.size() == 8);
  for (const auto& object : compared) {
    CAPTURE(object.key);
    CHECK(object.is_identical);
  }
}

}  // namespace booth::demo
