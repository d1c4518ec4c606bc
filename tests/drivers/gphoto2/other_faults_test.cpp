#include <doctest/doctest.h>

#include <algorithm>

#include "tests/drivers/gphoto2/faulty_booth.hpp"

// Faults between live view and photo: late and refused answers, raw files, leftovers, the battery.
namespace booth::testing {
namespace {

using std::chrono::milliseconds;

/// Sets the first of `names` that this camera has to a choice in which `word` occurs.
void choose(RunningCamera& camera, const std::string& name, const std::string& word) {
  for (const auto& setting : must(camera.await(camera->settings()))) {
    if (setting.name != name) continue;
    const auto fits = [&word](const std::string& choice) {
      return choice.find(word) != std::string::npos;
    };
    const auto found = std::find_if(setting.choices.begin(), setting.choices.end(), fits);
    REQUIRE(found != setting.choices.end());
    must(camera.await(camera->change_setting(name, *found)));
    return;
  }
  FAIL("no such setting");
}

}  // namespace

TEST_SUITE("drivers/gphoto2/other_faults") {
  TEST_CASE("an answer that comes late is waited for, within the deadline") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      const auto seen = booth.watch();
      booth.fault(on("delay", maker.preview_operation,
                     R"(, "times": 3, )" + patient_ms(milliseconds(200))));
      CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
      CHECK(booth.restarts() == 0);
    }
  }

  TEST_CASE("flipped bytes are handed on as they came: the decoder is who sees them") {
    FaultyBooth booth("nikon");
    booth.ready();
    booth.fault(R"("corrupt_photo", "how": "flipped_bytes")");
    booth.expect_right_photo("flipped");  // byte for byte what the body sent, not what it took
    booth.expect_right_photo("after-flipped");
  }

  TEST_CASE("raw files beside the photos are let pass, however many") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      const bool is_nikon = maker.profile == "nikon";
      choose(booth.camera, is_nikon ? "imagequality" : "imageformat", is_nikon ? "NEF+" : "RAW + ");
      for (const char* shot : {"one", "two", "three", "four", "five"})
        booth.expect_right_photo(shot);
      CHECK(booth.body.photos_made().size() == 5);
      CHECK(booth.restarts() == 0);
    }
  }

  TEST_CASE("an empty battery is told") {
    VirtualCamera body("nikon");
    body.tell(R"({"do": "fault", "name": "battery_falls", "percent_per_minute": 1000000})");
    RunningCamera camera(options_for(model_of("nikon"), body.port()));
    REQUIRE(camera.until_state(CameraState::Ready));
    CHECK(camera.until([&] { return camera->status().battery_percent == 0; }));
  }
}

}  // namespace booth::testing
