#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "tests/drivers/gphoto2/camera_rig.hpp"

// Whatever the camera does wrong: what the booth says, that it goes on, and that no photo but the
// one that this shot made is ever handed out as this shot.
namespace booth::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// One body with its booth; `expect_right` is the proof that nobody's photo is swapped.
struct Booth {
  explicit Booth(const std::string& profile, const std::function<void(GphotoOptions&)>& adjust = {},
                 std::vector<std::string> more = {})
      : body(profile, std::move(more)),
        camera(adjusted(options_for(model_of(profile), body.port()), adjust)) {}

  static GphotoOptions adjusted(GphotoOptions options,
                                const std::function<void(GphotoOptions&)>& adjust) {
    if (adjust) adjust(options);
    return options;
  }

  void ready() { REQUIRE(camera.until_state(CameraState::Ready)); }
  void fault(const std::string& fields) { body.tell(R"({"do": "fault", "name": )" + fields + "}"); }
  std::uint64_t watch() {
    must(camera.await(camera->start_live_view()));
    return must(camera.frame_after(0)).number;
  }
  /// Takes a photo and checks that it is the newest one that the body made.
  void expect_right_photo(const std::string& shot) {
    const auto photo = must(camera.shoot(shot));
    CHECK(photo.shot.str() == shot);
    CHECK(sha256_hex(photo.jpeg) == body.photos_made().back());
    must(camera.await(camera->release_photo(photo.shot)));
  }
  int restarts() { return camera->status().driver_restarts; }

  VirtualCamera body;
  RunningCamera camera;
};

struct Maker {
  std::string profile;
  const char* preview_operation;
  const char* trigger_operation;
};
const Maker kNikon{"nikon", "\"0x9203\"", "\"0x9207\""};
const Maker kEos{"eos", "\"0x9153\"", "\"0x9128\""};

std::string on(const char* kind, const char* operation, const std::string& more = {}) {
  return std::string("\"") + kind + R"(", "operation": )" + operation + more;
}

void keep_patience_short(GphotoOptions& options) {
  options.deadlines.photo = milliseconds(2500);
  options.deadlines.photo_grace = milliseconds(500);
}

}  // namespace

TEST_SUITE("drivers/gphoto2/camera_faults") {
  TEST_CASE("live view that stalls comes back with a new driver") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile);
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
      Booth booth(maker.profile);
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
      Booth booth(maker.profile);
      booth.ready();
      const auto seen = booth.watch();
      booth.fault(on("truncate", maker.preview_operation, R"(, "keep_bytes": 2000)"));
      CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
    }
  }

  TEST_CASE("slow pictures are waited for: the driver answers, so it is not replaced") {
    Booth booth("nikon");
    booth.ready();
    const auto seen = booth.watch();
    booth.fault(R"("slow_live_view", "ms": 1500)");
    CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
    CHECK(booth.restarts() == 0);
  }

  TEST_CASE("live view that ends by itself is started again") {
    Booth booth("nikon");
    booth.ready();
    const auto seen = booth.watch();
    booth.fault(R"("live_view_ends", "after_frames": 3)");
    CHECK(must(booth.camera.frame_after(seen + 20)).number > seen);
  }

  TEST_CASE("a body that forbids live view says why, stays connected, and photos are still taken") {
    Booth booth("nikon");
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
    Booth booth("nikon",
                [](GphotoOptions& options) { options.silence.frameless = milliseconds(1500); });
    booth.ready();
    const auto seen = booth.watch();
    booth.fault(R"("slow_live_view", "ms": 3000)");
    REQUIRE(booth.camera.until([&] { return booth.restarts() >= 1; }));
    CHECK(must(booth.camera.frame_after(seen + 10)).number > seen);
  }

  TEST_CASE("a shutter order that gets no answer fails the shot, and the next one is right") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile, keep_patience_short);
      booth.ready();
      booth.fault(on("stall", maker.trigger_operation));
      const auto failed = booth.camera.shoot("stalled");
      REQUIRE(failed.has_error());
      const bool is_loss =
          failed.error().code == Errc::NoCamera || failed.error().code == Errc::CameraStalled;
      CHECK(is_loss);
      booth.expect_right_photo("after-stall");
    }
  }

  TEST_CASE(
      "a connection that breaks while the photo is fetched fails the shot, and the next one is "
      "right") {
    struct Case {
      Maker maker;
      const char* operation;
    };
    for (const auto& one : {Case{kNikon, "\"0x1009\""}, Case{kEos, "\"0x101b\""}}) {
      for (const char* kind : {"drop", "truncate", "stall"}) {
        CAPTURE(one.maker.profile);
        CAPTURE(kind);
        Booth booth(one.maker.profile, keep_patience_short);
        booth.ready();
        booth.fault(on(kind, one.operation, R"(, "keep_bytes": 100000)"));
        const auto failed = booth.camera.shoot("cut");
        REQUIRE(failed.has_error());
        const bool is_loss =
            failed.error().code == Errc::NoCamera || failed.error().code == Errc::CameraStalled;
        CHECK(is_loss);
        booth.expect_right_photo("after-cut");
      }
    }
  }

  TEST_CASE("a busy body is asked again until it fires") {
    Booth booth("nikon");
    booth.ready();
    booth.fault(R"("busy", "ms": 700)");
    booth.expect_right_photo("after-busy");
    CHECK(booth.body.photos_made().size() == 1);
  }

  TEST_CASE("a camera that cannot focus gets one more chance without autofocus") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile);
      booth.ready();
      booth.fault(R"("out_of_focus", "times": 1)");
      booth.expect_right_photo("no-focus");
      CHECK(booth.body.photos_made().size() == 1);
    }
  }

  TEST_CASE("a photo that nobody is told about is NoPhoto, and never the next shot") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile, keep_patience_short);
      booth.ready();
      booth.expect_right_photo("before");
      booth.fault(R"("no_events", "times": 1)");
      const auto failed = booth.camera.shoot("untold");
      REQUIRE(failed.has_error());
      CHECK(failed.error().code == Errc::NoPhoto);
      const auto made = booth.body.photos_made().size();
      booth.expect_right_photo("after-untold");
      CHECK(booth.body.photos_made().size() == made + 1);
    }
  }

  TEST_CASE("a photo told twice is one photo, and never the next shot") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile);
      booth.ready();
      booth.fault(R"("duplicate_object", "times": 2)");
      booth.expect_right_photo("first");
      booth.expect_right_photo("second");
      booth.expect_right_photo("third");
    }
  }

  TEST_CASE(
      "a photo that comes after its deadline is reported as foreign, and never the next shot") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile, keep_patience_short);
      booth.ready();
      booth.fault(R"("late_object", "ms": 3500)");
      const auto failed = booth.camera.shoot("late");
      REQUIRE(failed.has_error());
      CHECK(failed.error().code == Errc::NoPhoto);
      booth.body.tell(R"({"do": "clear_faults"})");
      const auto late = must(booth.camera.await(booth.camera->next_foreign_photo()));
      CHECK(late.shot.str() != "late");
      CHECK(sha256_hex(late.jpeg) == booth.body.photos_made().front());
      booth.expect_right_photo("after-late");
    }
  }

  TEST_CASE(
      "a late photo that comes while the next shot waits for its own is not mistaken for it") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile, [](GphotoOptions& options) {
        options.deadlines.photo = milliseconds(3500);
        options.deadlines.photo_grace = milliseconds(500);
      });
      booth.ready();
      booth.expect_right_photo("before");
      booth.fault(R"("late_object", "ms": 5000)");
      const auto failed = booth.camera.shoot("late");
      REQUIRE(failed.has_error());
      CHECK(failed.error().code == Errc::NoPhoto);
      booth.body.tell(R"({"do": "clear_faults"})");
      // The next photo takes the camera so long that the late one comes first.
      booth.body.tell(R"({"do": "set", "processing_ms": 2500})");
      const auto photo = must(booth.camera.shoot("mine"));
      const auto made = booth.body.photos_made();
      REQUIRE(made.size() == 3);
      CHECK(sha256_hex(photo.jpeg) == made[2]);
      const auto late = must(booth.camera.await(booth.camera->next_foreign_photo()));
      CHECK(sha256_hex(late.jpeg) == made[1]);
    }
  }

  TEST_CASE("broken photos are refused") {
    for (const auto& maker : {kNikon, kEos}) {
      for (const char* how : {"cut_short", "garbage", "empty"}) {
        CAPTURE(maker.profile);
        CAPTURE(how);
        Booth booth(maker.profile, keep_patience_short);
        booth.ready();
        booth.fault(std::string(R"("corrupt_photo", "how": ")") + how + "\"");
        const auto failed = booth.camera.shoot("broken");
        REQUIRE(failed.has_error());
        CHECK(failed.error().code == Errc::Corrupt);
        booth.expect_right_photo("after-broken");
      }
    }
  }

  TEST_CASE("a wrong size in the camera's listing does not make a wrong photo") {
    for (const char* by : {"1000", "-1000"}) {
      CAPTURE(by);
      Booth booth("nikon", keep_patience_short);
      booth.ready();
      booth.fault(std::string(R"("wrong_size", "by": )") + by);
      const auto photo = booth.camera.shoot("lied-about");
      if (photo) CHECK(sha256_hex(photo->jpeg) == booth.body.photos_made().back());
      if (!photo) CHECK(photo.error().code == Errc::Corrupt);
      booth.expect_right_photo("after-lie");
    }
  }

  TEST_CASE("the camera's own button makes a photo without a session") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      Booth booth(maker.profile);
      booth.ready();
      booth.body.tell(R"({"do": "press_shutter"})");
      const auto photo = must(booth.camera.await(booth.camera->next_foreign_photo()));
      CHECK(is_uuid(photo.shot.str()));
      CHECK(sha256_hex(photo.jpeg) == booth.body.photos_made().back());
      booth.expect_right_photo("after-button");
    }
  }

  TEST_CASE("a body that never reports room for photos does not hang the booth") {
    const auto impatient = [](GphotoOptions& options) { options.deadlines.open = seconds(2); };
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
    Booth booth("nikon", [](GphotoOptions& options) {
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
    Booth booth("nikon", [](GphotoOptions& options) { options.has_card_target = true; });
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
    Booth booth("nikon");
    booth.ready();
    booth.fault(R"("slow_link", "bytes_per_second": 3000000)");
    booth.expect_right_photo("slow");
    CHECK(booth.restarts() == 0);
  }
}

}  // namespace booth::testing
