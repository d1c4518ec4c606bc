#include "drivers/demo/guest_session.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "drivers/demo/interruption.hpp"
#include "drivers/demo/json_reading.hpp"
#include "drivers/demo/live_view_watcher.hpp"

namespace booth::demo {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kPosePatience{180};
constexpr seconds kSheetPatience{60};
constexpr seconds kPrintPatience{120};
constexpr seconds kUploadPatience{180};

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

void add_when_new(std::vector<std::string>& words, const std::string& word) {
  if (words.empty() || words.back() != word) words.push_back(word);
}

}  // namespace

UploadTally tally_uploads(const json::object& session) {
  UploadTally tally;
  for (const auto& upload : session.at("uploads").as_array()) {
    const auto state = text_of(upload.as_object(), "state");
    ++tally.total;
    tally.synced += state == "synced";
    tally.parked += state == "parked";
  }
  return tally;
}

Result<void> GuestSession::watch(const std::string& what, seconds patience,
                                 const std::function<bool()>& look) {
  Result<void> asked;
  const auto is_over = [&] {
    const auto answer = client_.get("/v1/sessions/" + id_);
    if (!answer) {
      asked = answer.error();
      return true;
    }
    view_ = answer->as_object();
    return look();
  };
  const auto waited = wait_for(what, is_over, patience);
  return asked ? waited : asked;
}

Result<void> GuestSession::press_start() {
  step_began_ = steady_clock::now();
  const auto answer = client_.post("/v1/sessions", json::object());
  if (!answer) return answer.error();
  view_ = answer->as_object();
  id_ = text_of(view_, "id");
  screen_.done("start", "session " + std::to_string(number_of(view_, "number")) + " of \"" +
                            text_of(view_, "event_title") + "\", template " +
                            text_of(view_, "template"));
  return {};
}

Result<void> GuestSession::pose() {
  if (auto started = press_start(); !started) return started;
  LiveViewWatcher live_view(client_);
  const auto look = [&] { return look_at_shots(live_view.frames()); };
  return watch("not all photos were taken", kPosePatience, look);
}

bool GuestSession::look_at_shots(int frames) {
  show_new_shots(frames);
  const auto state = text_of(view_, "state");
  const auto planned = static_cast<std::size_t>(number_of(view_, "shots_planned"));
  if (shots_shown_ >= planned || view_.at("is_final").as_bool()) return true;

  std::string word = state;
  if (const auto& countdown = view_.at("countdown_ms"); countdown.is_number()) {
    word = std::to_string((countdown.to_number<std::int64_t>() + 999) / 1000);
    add_when_new(counted_, word);
  }
  screen_.progress("shot " + std::to_string(shots_shown_ + 1),
                   word + "   live view: " + std::to_string(frames - live_frames_) + " frames");
  return false;
}

void GuestSession::show_new_shots(int frames) {
  const auto& shots = view_.at("shots").as_array();
  for (; shots_shown_ < shots.size(); ++shots_shown_) {
    const auto& shot = shots[shots_shown_].as_object();
    const auto size = static_cast<std::uint64_t>(number_of(shot, "size_bytes"));
    const auto countdown = counted_.empty() ? std::string() : joined(counted_, " ") + "   ";
    end_step("shot " + std::to_string(shots_shown_ + 1),
             countdown + "live view: " + std::to_string(frames - live_frames_) +
                 " frames   photo: " + size_text(size) + ", stored");
    live_frames_ = frames;
    counted_.clear();
  }
}

Result<void> GuestSession::await_sheet() {
  const auto look = [&] {
    screen_.progress("sheet", text_of(view_, "state"));
    return view_.at("is_final").as_bool();
  };
  if (auto watched = watch("the sheet was not made", kSheetPatience, look); !watched)
    return watched;
  if (view_.at("sheet").is_null())
    return make_error(Errc::Conflict,
                      "the session ended without a sheet: " + text_of(view_, "state") + ", " +
                          text_of(view_, "reason"));
  const auto& sheet = view_.at("sheet").as_object();
  end_step("sheet", text_of(sheet, "medium") + ", " + std::to_string(number_of(sheet, "width_px")) +
                        " x " + std::to_string(number_of(sheet, "height_px")) + " pixels, stored");
  return {};
}

Result<void> GuestSession::await_prints() {
  std::vector<std::string> states;
  const auto look = [&] { return look_at_prints(states); };
  if (auto watched = watch("the print did not end", kPrintPatience, look); !watched) return watched;
  const auto& print = view_.at("prints").as_array().at(0).as_object();
  end_step("print", joined(states, " > ") + ", proof: " + text_of(print, "proof"));
  return {};
}

bool GuestSession::look_at_prints(std::vector<std::string>& states) {
  const auto& prints = view_.at("prints").as_array();
  if (prints.empty()) return false;
  add_when_new(states, text_of(prints.front().as_object(), "state"));
  screen_.progress("print", joined(states, " > "));
  return std::all_of(prints.begin(), prints.end(), [](const json::value& print) {
    return print.as_object().at("is_settled").as_bool();
  });
}

Result<void> GuestSession::await_uploads() {
  step_began_ = steady_clock::now();
  const auto look = [&] {
    const auto tally = tally_uploads(view_);
    screen_.progress("uploads",
                     std::to_string(tally.synced) + " of " + std::to_string(tally.total));
    return tally.synced == tally.total || tally.parked > 0;
  };
  if (auto watched = watch("not everything was uploaded", kUploadPatience, look); !watched)
    return watched;
  const auto tally = tally_uploads(view_);
  end_step("uploads", std::to_string(tally.synced) + " of " + std::to_string(tally.total) +
                          " objects are in the cloud, proved by reading them back");
  return {};
}

void GuestSession::end_step(const std::string& name, const std::string& detail) {
  const auto now = steady_clock::now();
  const auto took = std::chrono::duration_cast<milliseconds>(now - step_began_);
  step_began_ = now;
  steps_.push_back({name, took});
  screen_.done(name, detail, took);
}

}  // namespace booth::demo
