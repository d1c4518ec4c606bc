#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "daemon/core/result.hpp"
#include "drivers/demo/booth_client.hpp"
#include "drivers/demo/screen.hpp"

namespace booth::demo {

struct Step {
  std::string name;
  std::chrono::milliseconds took{0};
};

struct UploadTally {
  int total = 0;
  int synced = 0;
  int parked = 0;
};
UploadTally tally_uploads(const boost::json::object& session);

/// One group of guests, seen from outside: presses the button through the API and shows what
/// happens.
class GuestSession {
 public:
  GuestSession(BoothClient client, Screen& screen) : client_(std::move(client)), screen_(screen) {}

  /// From the button to the last photo.
  Result<void> pose();
  /// Until the sheet is stored. @returns Conflict with the reason when the session ended without
  /// one
  Result<void> await_sheet();
  /// Until no print of the session changes any more without a person.
  Result<void> await_prints();
  /// Until every object is synced, or one is parked.
  Result<void> await_uploads();

  const boost::json::object& view() const {
    return view_;
  }  ///< the session as the API last showed it
  const std::vector<Step>& steps() const { return steps_; }
  int live_frames() const { return live_frames_; }

 private:
  Result<void> press_start();
  /// Asks the API for the session again and again, until `look` is content with what it sees.
  Result<void> watch(const std::string& what, std::chrono::seconds patience,
                     const std::function<bool()>& look);
  bool look_at_shots(int frames);
  void show_new_shots(int frames);
  bool look_at_prints(std::vector<std::string>& states);
  void end_step(const std::string& name, const std::string& detail);

  BoothClient client_;
  Screen& screen_;
  std::string id_;
  boost::json::object view_;
  std::vector<Step> steps_;
  std::chrono::steady_clock::time_point step_began_;
  std::vector<std::string>
      counted_;  ///< what the countdown of the next shot has shown: "3", "2", "1"
  std::size_t shots_shown_ = 0;
  int live_frames_ = 0;
};

}  // namespace booth::demo
