#include "tests/system/story_booth.hpp"

#include <csignal>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "drivers/virtual_camera/jpeg_identity.hpp"
#include "tests/system/worker_of.hpp"

namespace booth::demo {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::longest_wait;
using testing::patient;

constexpr int kCalm = 12;  // new pictures in a row: live view is back

milliseconds since(steady_clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

std::string in_seconds(milliseconds time) {
  return std::to_string(static_cast<double>(patient(time).count()) / 1000);
}

std::string text_of(const json::value& object, const char* key) {
  const auto* value = object.as_object().if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

/// Of "2026-11-22T17:00:00.123Z".
std::int64_t ms_of(const std::string& time) {
  std::tm parts{};
  int ms = 0;
  REQUIRE(std::sscanf(time.c_str(), "%d-%d-%dT%d:%d:%d.%dZ", &parts.tm_year, &parts.tm_mon,
                      &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &ms) == 7);
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return static_cast<std::int64_t>(::timegm(&parts)) * 1000 + ms;
}

/// "PREVIEW" and the like become what this maker calls them.
std::string for_maker(std::string members, const std::string& maker) {
  const bool is_nikon = maker == "nikon";
  // After the deadline, and yet within the next photo's time.
  const auto late = std::to_string(patient(kPhotoWithin + milliseconds(500)).count());
  const std::pair<const char*, std::string> operations[] = {
      {"PREVIEW", is_nikon ? "\"0x9203\"" : "\"0x9153\""},
      {"TRIGGER", is_nikon ? "\"0x9207\"" : "\"0x9128\""},
      {"FETCH", is_nikon ? "\"0x1009\"" : "\"0x101b\""},
      {"LATE", late}};
  for (const auto& [name, operation] : operations)
    if (const auto at = members.find(name); at != std::string::npos)
      members.replace(at, std::string(name).size(), operation);
  return members;
}

Bytes bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

StoryBooth::StoryBooth(const std::string& maker, const CameraStory& story)
    : story_(story), maker_(maker), body_(maker, {"--photo-width", "1200"}) {
  booth_.camera = "kind = \"gphoto2\"\nmodel = \"" + testing::model_of(maker) + "\"\nport = \"" +
                  body_.port() + "\"\nopen_deadline_s = " + in_seconds(kOpenWithin) +
                  "\nphoto_deadline_s = " + in_seconds(kPhotoWithin) +
                  "\nphoto_silence_s = " + in_seconds(kSilentFor) + "\ncapture_lead_s = 0.2\n" +
                  story.more;
  booth_.more = "[session]\nfirst_countdown_s = 0.4\nnext_countdown_s = 0.4\nreview_s = 0.1\n";
  booth_.event_template = "square-6x6";
}

void StoryBooth::go_wrong() {
  const auto members = for_maker(story_.members, maker_);
  body_.tell(R"({"do": "fault", "name": ")" + story_.fault + '"' +
             (members.empty() ? "" : ", " + members) + "}");
}

void StoryBooth::wait_until_ready() {
  std::string last;
  const auto is_ready = [&] {
    const auto status = client().get("/v1/status");
    if (status) last = json::serialize(status->at("camera"));
    return status && text_of(status->at("camera"), "state") == "ready";
  };
  const bool is_open = wait_until(is_ready, longest_wait());
  INFO(last);
  REQUIRE(is_open);
}

milliseconds StoryBooth::watch_through_fault() {
  std::string seen;
  auto last = steady_clock::now();
  milliseconds longest{0};
  int calm = 0;
  bool is_wrong = false;
  const auto look = [&] {
    const auto frame = client().live_frame();
    if (!frame || *frame == seen) return false;
    seen = *frame;
    const auto pause = since(last);
    last = steady_clock::now();
    if (is_wrong) longest = std::max(longest, pause);
    ++calm;
    if (calm == kCalm && !is_wrong) {
      go_wrong();
      is_wrong = true;
      calm = -2 * kCalm;  // what was drawn before, and the fault itself
    }
    return is_wrong && calm >= kCalm;
  };
  CHECK(wait_until(look, longest_wait()));
  return longest;
}

void StoryBooth::take_test_shot() const {
  const auto said = booth_.boothctl({"test", "shot"});
  INFO(said);
  REQUIRE(strangers() == 1);
}

void StoryBooth::process_for(milliseconds time) const {
  body_.tell(R"({"do": "set", "processing_ms": )" + std::to_string(time.count()) + "}");
}

void StoryBooth::kill_driver_in_exposure() const {
  REQUIRE(wait_until([&] { return exposures().size() > 1; }, longest_wait()));
  ::kill(worker_of(booth_.daemon_pid()), SIGKILL);
  process_for(milliseconds(350));
}

milliseconds StoryBooth::serve_guests(bool kills_driver) {
  // The body works on the photo until the next driver is there, and has it for that one.
  if (kills_driver) process_for(patient(milliseconds(1200)));
  const auto pressed = steady_clock::now();
  const auto started = must(client().post("/v1/sessions", json::object()));
  session_ = text_of(started, "id");
  if (kills_driver) kill_driver_in_exposure();
  bool is_right = !story_.ends_with_failure;
  const auto is_over = [&] {
    if (!is_right && what_guests_met().starts_with("failed")) put_right(), is_right = true;
    const auto view = client().get("/v1/sessions/" + session_);
    return view && view->at("is_final").as_bool();
  };
  const bool has_ended = wait_until(is_over, patient(std::chrono::seconds(60)));
  INFO(what_guests_met());
  REQUIRE(has_ended);
  return since(pressed);
}

json::array StoryBooth::facts() const {
  return must(client().get("/v1/facts?after=0&limit=1000")).at("items").as_array();
}

std::string StoryBooth::what_guests_met() const {
  std::string met;
  const auto add = [&met](const char* word) {
    met += (met.empty() ? "" : " ") + std::string(word);
  };
  for (const auto& fact : facts()) {
    const auto type = text_of(fact, "type");
    const bool is_theirs = text_of(fact, "subject") == session_;
    if (type == "shot.stored" && text_of(fact.at("data"), "session") == session_) add("photo");
    if (!is_theirs) continue;
    if (type == "shot.failed") add("failed");
    if (type == "session.preparing") add("wait");
    if (type == "session.done") add("sheet");
    if (type == "session.interrupted") add("interrupted");
  }
  return met;
}

std::string StoryBooth::told_afterwards() const {
  std::string told;
  for (const auto& fact : facts())
    if (text_of(fact, "type") == "shot.failed") told += text_of(fact.at("data"), "message") + "; ";
  return told + booth_.boothctl({"status"});
}

bool StoryBooth::has_raised_alarm() const {
  for (const auto& fact : facts())
    if (text_of(fact, "type") == "alarm.raised" && text_of(fact, "subject") == "camera")
      return true;
  return false;
}

std::vector<StoryBooth::KeptPhoto> StoryBooth::kept_photos() const {
  std::vector<KeptPhoto> kept;
  for (const auto& fact : facts()) {
    if (text_of(fact, "type") != "shot.stored") continue;
    const auto& data = fact.at("data");
    kept.push_back({text_of(data, "session"), text_of(data, "path"), text_of(data, "sha256"),
                    ms_of(text_of(fact, "at"))});
  }
  return kept;
}

json::array StoryBooth::exposures() const {
  return body_.tell(R"({"do": "shots"})").at("shots").as_array();
}

int StoryBooth::strangers() const {
  int count = 0;
  for (const auto& photo : kept_photos()) count += photo.session.empty() ? 1 : 0;
  return count;
}

void StoryBooth::wait_for_strangers(int wanted) const {
  CHECK(wait_until([&] { return strangers() >= wanted; }, longest_wait()));
}

std::int64_t StoryBooth::began_ms(const std::string& session) const {
  const auto view = must(client().get("/v1/sessions/" + session));
  return ms_of(text_of(view, "started_at"));
}

void StoryBooth::check_photos(int wanted_strangers) const {
  const auto made = exposures();
  const auto kept = kept_photos();
  std::set<std::string> different;
  for (const auto& photo : kept) {
    check_photo(photo, made);
    different.insert(photo.sha256);
  }
  CHECK(different.size() == kept.size());  // nobody got a photo that somebody else has
  CHECK(strangers() == wanted_strangers);
}

void StoryBooth::check_photo(const KeptPhoto& photo, const json::array& made) const {
  CAPTURE(photo.path);
  const auto bytes = bytes_of(booth_.folder() / "state" / photo.path);
  CHECK(sha256_hex(bytes) == photo.sha256);
  const json::object* exposure = nullptr;
  for (const auto& one : made)
    if (text_of(one, "jpeg_sha256") == photo.sha256) exposure = &one.as_object();
  REQUIRE(exposure != nullptr);
  const auto comment = virtual_camera::find_comment(bytes).value_or("");
  const auto number = std::to_string(exposure->at("number").to_number<int>());
  CHECK(comment.find(" shot=" + number + " ") != std::string::npos);
  if (photo.session.empty()) return;
  const auto exposed = exposure->at("utc_ms").to_number<std::int64_t>();
  CHECK(exposed >= began_ms(photo.session));
  CHECK(exposed <= photo.stored_ms);
}

}  // namespace booth::demo
