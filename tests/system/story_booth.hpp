#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "drivers/demo/booth_client.hpp"
#include "tests/drivers/gphoto2/camera_rig.hpp"
#include "tests/system/camera_story.hpp"
#include "tests/system/faulty_booth.hpp"

namespace booth::demo {

/// A booth with real parts up to the camera's wire, and guests who want one photo on a sheet.
class StoryBooth {
 public:
  StoryBooth(const std::string& maker, const CameraStory& story);

  /// The fault of the story begins.
  void go_wrong();
  void put_right() { body_.tell(R"({"do": "clear_faults"})"); }
  void start() { booth_.start(); }
  void wait_until_ready();
  /// Watches live view. @returns the longest pause between two pictures, from the fault on
  std::chrono::milliseconds watch_through_fault();
  /// As technicians do before guests come; some bodies tell their clock by a photo only.
  void take_test_shot() const;
  /// One session, from the press to its end. @returns its time
  std::chrono::milliseconds serve_guests(bool kills_driver = false);

  /// "failed wait photo sheet", of the newest session.
  std::string what_guests_met() const;
  /// Sentences of the fact shot.failed, and how often drivers were replaced.
  std::string told_afterwards() const;
  /// Whether an alarm about the camera was ever raised.
  bool has_raised_alarm() const;
  FaultyBooth& screens() { return booth_; }

  /// Every photo that was acknowledged is on the disk as the camera made it, each on the sheet of
  /// the guests who stood there when it was exposed. @param strangers  on no sheet
  void check_photos(int strangers) const;
  void wait_for_strangers(int strangers) const;

 private:
  struct KeptPhoto {
    std::string session;
    std::string path;
    std::string sha256;
    std::int64_t stored_ms = 0;
  };

  BoothClient client() const { return BoothClient(booth_.socket()); }
  boost::json::array facts() const;
  std::vector<KeptPhoto> kept_photos() const;
  boost::json::array exposures() const;
  int strangers() const;
  void check_photo(const KeptPhoto& photo, const boost::json::array& exposures) const;
  std::int64_t began_ms(const std::string& session) const;
  void process_for(std::chrono::milliseconds time) const;
  void kill_driver_in_exposure() const;

  const CameraStory& story_;
  std::string maker_;
  mutable testing::VirtualCamera body_;
  FaultyBooth booth_;
  std::string session_;
};

}  // namespace booth::demo
