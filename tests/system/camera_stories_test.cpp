// Every fault of the virtual camera as everybody in front of the booth meets it: boothd, its real
// worker, the real libgphoto2, a Nikon and a Canon EOS. The table is in camera_stories.cpp.
#include <iostream>
#include <regex>
#include <set>

#include <doctest/doctest.h>

#include "drivers/virtual_camera/control_faults.hpp"
#include "tests/system/story_booth.hpp"

namespace booth::demo {
namespace {

using Begins = CameraStory::Begins;
using Told = CameraStory::Told;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kPlainSession = "photo sheet";

milliseconds open_camera(StoryBooth& booth, const CameraStory& story) {
  booth.go_wrong();
  auto began = steady_clock::now();
  booth.start();
  if (story.told == Told::Alarm) {
    booth.screens().check_named(story.words, story.remedy, "camera");
    booth.put_right();
    began = steady_clock::now();
  }
  booth.wait_until_ready();
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
}

/// The story from its beginning to the last photo. @returns how long it took
milliseconds live_through(StoryBooth& booth, const CameraStory& story) {
  if (story.begins == Begins::Opening) return open_camera(booth, story);
  booth.start();
  booth.wait_until_ready();
  if (story.begins == Begins::LiveView) return booth.watch_through_fault();
  booth.take_test_shot();
  booth.go_wrong();
  return booth.serve_guests(story.kills_driver);
}

void check_told(StoryBooth& booth, const CameraStory& story) {
  if (story.told == Told::Alarm && story.begins != Begins::Opening)
    booth.screens().check_named(story.words, story.remedy, "camera");
  if (story.told == Told::Alarm) return;
  const auto told = booth.told_afterwards();
  INFO(told);
  CHECK(told.find(story.words) != std::string::npos);
  // A machine so busy that a driver is thought stalled may say so.
  const bool is_replaced = told.find("driver replaced") != std::string::npos;
  if (story.told == Told::Nothing && !is_replaced) CHECK_FALSE(booth.has_raised_alarm());
}

void check_met(const StoryBooth& booth, const std::string& expected) {
  const auto met = booth.what_guests_met();
  INFO(met);
  CHECK(std::regex_match(met, std::regex(expected)));
}

void tell(const std::string& maker, const CameraStory& story) {
  CAPTURE(maker);
  CAPTURE(story.members);
  StoryBooth booth(maker, story);
  const auto took = live_through(booth, story);
  std::cout << story.fault << " (" << story.members << ", " << maker << "): " << took.count()
            << " ms" << std::endl;  // seen at once where a story hangs
  CHECK(took < testing::patient(story.lasts));
  if (story.begins == Begins::FirstShot) check_met(booth, story.guests);
  check_told(booth, story);
  booth.put_right();
  // The technician's own is on nobody's sheet either.
  const int strangers = story.strangers + (story.begins == Begins::FirstShot ? 1 : 0);
  booth.wait_for_strangers(strangers);
  booth.wait_until_ready();
  booth.serve_guests();
  check_met(booth, kPlainSession);
  if (story.told == Told::Alarm) booth.screens().check_cleared(story.words, "camera");
  booth.check_photos(strangers);
}

/// The stories of every day: each fault, on one of the two cameras.
void tell_stories_of(const std::string& fault) {
  for (const auto& story : camera_stories())
    if (story.fault == fault && !story.is_rare)
      tell(story.makers.substr(0, story.makers.find(' ')), story);
}

}  // namespace

TEST_SUITE("system/camera_stories") {
  TEST_CASE("every fault that the virtual camera offers has a story, and no other has") {
    std::set<std::string> told;
    for (const auto& story : camera_stories()) told.insert(story.fault);
    std::set<std::string> offered;
    for (const auto fault : virtual_camera::fault_names()) offered.emplace(fault);
    CHECK(told == offered);
  }
  TEST_CASE("every story, on both cameras" * doctest::skip()) {
    for (const auto& story : camera_stories())
      for (const std::string maker : {"nikon", "eos"})
        if (story.makers.find(maker) != std::string::npos) tell(maker, story);
  }
  TEST_CASE("stall: the driver is replaced, guests who posed count down once more") {
    tell_stories_of("stall");
  }
  TEST_CASE("delay: guests do not notice") {
    tell_stories_of("delay");
  }
  TEST_CASE("drop: the camera is opened again, guests who posed count down once more") {
    tell_stories_of("drop");
  }
  TEST_CASE("truncate: half an answer is none, and the camera is opened again") {
    tell_stories_of("truncate");
  }
  TEST_CASE("respond: a photo that is not handed out is taken once more, at once") {
    tell_stories_of("respond");
  }
  TEST_CASE("deny: what was exposed and denied counts") {
    tell_stories_of("deny");
  }
  TEST_CASE("busy: a moment costs nothing, for ever interrupts with a sentence") {
    tell_stories_of("busy");
  }
  TEST_CASE("out_of_focus: taken without autofocus, or told to set the lens to manual") {
    tell_stories_of("out_of_focus");
  }
  TEST_CASE("no_events: a photo that nobody is told of is taken once more") {
    tell_stories_of("no_events");
  }
  TEST_CASE("duplicate_object: a photo told twice is on the sheet once") {
    tell_stories_of("duplicate_object");
  }
  TEST_CASE("late_object: taken once more, and the late one is kept for nobody") {
    tell_stories_of("late_object");
  }
  TEST_CASE("corrupt_photo: taken once more") {
    tell_stories_of("corrupt_photo");
  }
  TEST_CASE("wrong_size: taken once more where it matters") {
    tell_stories_of("wrong_size");
  }
  TEST_CASE("no_available_shots: told, and open as soon as there is room") {
    tell_stories_of("no_available_shots");
  }
  TEST_CASE("card_full: the guests are told, the technician is told where to look") {
    tell_stories_of("card_full");
  }
  TEST_CASE("live_view_prohibited: guests do not see themselves, and get their photos") {
    tell_stories_of("live_view_prohibited");
  }
  TEST_CASE("live_view_ends: it begins again") {
    tell_stories_of("live_view_ends");
  }
  TEST_CASE("slow_live_view: it stops for as long as the body is slow") {
    tell_stories_of("slow_live_view");
  }
  TEST_CASE("battery_falls: told before it is empty") {
    tell_stories_of("battery_falls");
  }
  TEST_CASE("keeps_old_photos: a dead driver's photo is kept for nobody") {
    tell_stories_of("keeps_old_photos");
  }
  TEST_CASE("session_already_open: opened all the same") {
    tell_stories_of("session_already_open");
  }
  TEST_CASE("reject_connection: opened as soon as the body lets it") {
    tell_stories_of("reject_connection");
  }
  TEST_CASE("slow_link: photos come late, and whole") {
    tell_stories_of("slow_link");
  }
}

}  // namespace booth::demo
