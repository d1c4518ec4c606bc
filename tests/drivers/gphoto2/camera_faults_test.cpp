#include <doctest/doctest.h>

#include "tests/drivers/gphoto2/faulty_booth.hpp"

// Whatever goes wrong in live view, on the card or while opening: what the booth says, and that it
// goes on.
namespace booth::testing {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_SUITE("drivers/gphoto2/camera_faults") {
  TEST_CASE("live view that stalls comes back with a new driver") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      const auto seen = booth.watch();
      booth.fault(on("stall", maker.preview_operation));
      CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
      CHECK(booth.restarts() == 1);
      booth.expect_right_photo("after-stall");
    }
  }

  TEST_CASE("a connection that breaks in live view is made again") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      const auto seen = booth.watch();
      booth.body.tell(R"({"do": "drop_connection"})");
      CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
      CHECK(booth.restarts() >= 1);
      booth.expect_right_photo("after-drop");
    }
  }

  TEST_CASE("a picture cut in transit is no picture, and live view goes on") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      const auto seen = booth.watch();
      booth.fault(on("truncate", maker.preview_operation, R"(, "keep_bytes": 2000)"));
      CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
    }
  }

  TEST_CASE("slow pictures are waited for: the driver answers, so it is not replaced") {
    FaultyBooth booth("nikon");
    booth.ready();
    const auto seen = booth.watch();
    booth.fault(R"("slow_live_view", "ms": 1500)");
    CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
    CHECK(booth.restarts() == 0);
  }

  TEST_CASE("live view that ends by itself is started again") {
    FaultyBooth booth("nikon");
    booth.ready();
    const auto seen = booth.watch();
    booth.fault(R"("live_view_ends", "after_frames": 3)");
    CHECK(must(booth.camera.frame_after(seen + 20)).number > seen);
  }

  TEST_CASE("live view is begun anew before the camera ends it") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile, [](GphotoOptions& options) {
        options.live_view_restart = milliseconds(700);
      });
      booth.ready();
      auto last = booth.watch();
      const auto begun = [&booth] {
        return booth.body.tell(R"({"do": "status"})").at("live_views").as_int64();
      };
      while (begun() < 3) last = must(booth.camera.frame_after(last)).number;
      CHECK(booth.restarts() == 0);
      booth.expect_right_photo("after-restart");
    }
  }

  TEST_CASE("live view as slow as the camera leaves time for news of it") {
    // Asked for 30 pictures a second, this body is never done in time: the next is always due.
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile, {}, {"--fps", "10"});
      booth.ready();
      const auto seen = must(booth.camera.frame_after(booth.watch() + 5)).number;
      booth.body.tell(R"({"do": "press_shutter"})");
      const auto photo = must(booth.camera.await(booth.camera->next_foreign_photo()));
      CHECK(sha256_hex(photo.jpeg) == booth.body.photos_made().back());
      CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
    }
  }

  TEST_CASE("a body that forbids live view says why, stays connected, and photos are still taken") {
    FaultyBooth booth("nikon");
    booth.ready();
    booth.fault(R"("live_view_prohibited", "bits": 131072)");
    must(booth.camera.await(booth.camera->start_live_view()));
    REQUIRE(booth.camera.until([&] { return booth.camera->status().message != "ready"; }));
    CHECK(booth.camera->status().state == CameraState::Ready);
    CHECK_FALSE(booth.camera->status().what_to_do.empty());
    booth.expect_right_photo("without-live-view");
    booth.body.tell(R"({"do": "clear_faults"})");
    CHECK(must(booth.camera.frame_after(0)).number > 0);
    CHECK(booth.camera.until([&] { return booth.camera->status().message == "ready"; }));
    CHECK(booth.restarts() == 0);
  }

  TEST_CASE("a driver that answers but never has a picture is replaced") {
    FaultyBooth booth("nikon", [](GphotoOptions& options) {
      options.silence.frameless = patient(milliseconds(800));
    });
    booth.ready();
    const auto seen = booth.watch();
    booth.fault(R"("slow_live_view", )" + patient_ms(milliseconds(1500)));
    REQUIRE(booth.camera.until([&] { return booth.restarts() >= 1; }));
    CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
  }

  TEST_CASE("a body that never reports room for photos does not hang the booth") {
    const auto impatient = [](GphotoOptions& options) {
      options.deadlines.open = patient(milliseconds(800));
    };
    VirtualCamera body("eos");
    body.tell(R"({"do": "fault", "name": "no_available_shots"})");
    auto options = options_for(model_of("eos"), body.port());
    impatient(options);
    RunningCamera camera(options);
    REQUIRE(camera.until([&] { return camera->status().driver_restarts >= 1; }));
    CHECK_FALSE(camera->status().what_to_do.empty());
    body.tell(R"({"do": "clear_faults"})");
    REQUIRE(camera.until_state(CameraState::Ready));
    CHECK(camera.shoot().has_value());
  }

  TEST_CASE("a full card fails the shot with a sentence") {
    FaultyBooth booth("nikon", [](GphotoOptions& options) {
      keep_patience_short(options);
      options.has_card_target = true;
    });
    booth.ready();
    booth.fault(R"("card_full")");
    const auto failed = booth.camera.shoot("full");
    REQUIRE(failed.has_error());
    CHECK(failed.error().context.find("refused") != std::string::npos);
    booth.fault(R"("card_full", "on": false)");
    booth.expect_right_photo("after-full");
  }

  TEST_CASE("photos go to the card when asked, past thousands of old files") {
    FaultyBooth booth("nikon", [](GphotoOptions& options) { options.has_card_target = true; });
    booth.ready();
    booth.body.tell(R"({"do": "old_files", "count": 1000})");
    booth.expect_right_photo("beside-old");
    booth.expect_right_photo("beside-old-2");
    // Released photos stay on the card: it is the operator's second copy.
    CHECK(booth.body.tell(R"({"do": "status"})").at("card_files").to_number<int>() == 1002);
  }

  TEST_CASE("a camera that refuses to be opened a few times is opened in the end") {
    VirtualCamera body("nikon");
    body.tell(R"({"do": "fault", "name": "reject_connection", "times": 2})");
    RunningCamera camera(options_for(model_of("nikon"), body.port()));
    REQUIRE(camera.until_state(CameraState::Ready));
    CHECK(camera->status().driver_restarts >= 1);
  }

  TEST_CASE("a session left open by somebody who crashed is no obstacle") {
    VirtualCamera body("nikon");
    body.tell(R"({"do": "fault", "name": "session_already_open", "times": 1})");
    RunningCamera camera(options_for(model_of("nikon"), body.port()));
    REQUIRE(camera.until_state(CameraState::Ready));
    CHECK(camera.shoot().has_value());
  }

  TEST_CASE("a slow link makes a photo late, not wrong") {
    FaultyBooth booth("nikon");
    booth.ready();
    booth.fault(R"("slow_link", "bytes_per_second": 3000000)");
    booth.expect_right_photo("slow");
    CHECK(booth.restarts() == 0);
  }
}

}  // namespace booth::testing
