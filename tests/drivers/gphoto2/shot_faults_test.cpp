#include <doctest/doctest.h>
#include <signal.h>

#include <thread>

#include "tests/drivers/gphoto2/faulty_booth.hpp"

// Whatever goes wrong with a photo: what the booth says, and that no photo but the one that this
// shot made is ever handed out as this shot.
namespace booth::testing {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_SUITE("drivers/gphoto2/shot_faults") {
  TEST_CASE("a shutter order that gets no answer fails the shot, and the next one is right") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile, keep_patience_short);
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
        FaultyBooth booth(one.maker.profile, keep_patience_short);
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

  TEST_CASE("a photo that the camera will not hand out fails soon, and is never the next shot") {
    for (const auto& maker : {kNikon, kEos}) {
      // "Access denied", and "busy", which before an exposure is a reason to fire again.
      for (const char* code : {"0x200F", "0x2019"}) {
        CAPTURE(maker.profile);
        CAPTURE(code);
        const auto deadline = patient(seconds(20));
        FaultyBooth booth(maker.profile,
                          [&](GphotoOptions& options) { options.deadlines.photo = deadline; });
        booth.ready();
        booth.expect_right_photo("before");  // some bodies tell their clock by a photo only
        booth.fault(on("respond", maker.fetch_operation,
                       R"(, "times": 9, "code": ")" + std::string(code) + '"'));
        const auto asked = std::chrono::steady_clock::now();
        const auto failed = booth.camera.shoot("denied");
        REQUIRE(failed.has_error());
        INFO(failed.error().context);
        CHECK(failed.error().code == Errc::Io);
        CHECK(std::chrono::steady_clock::now() - asked < deadline / 2);
        CHECK(booth.body.photos_made().size() == 2);
        CHECK(booth.camera->status().failed_photos == 1);
        CHECK(booth.camera->status().what_to_do.find("boothctl test shot") != std::string::npos);
        booth.body.tell(R"({"do": "clear_faults"})");
        booth.expect_right_photo("after-denial");
        CHECK(booth.camera->status().message == "ready");
      }
    }
  }

  TEST_CASE("a busy body is asked again until it fires") {
    FaultyBooth booth("nikon");
    booth.ready();
    booth.fault(R"("busy", "ms": 700)");
    booth.expect_right_photo("after-busy");
    CHECK(booth.body.photos_made().size() == 1);
  }

  TEST_CASE("a camera that cannot focus gets one more chance without autofocus") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      booth.fault(R"("out_of_focus", "times": 1)");
      booth.expect_right_photo("no-focus");
      CHECK(booth.body.photos_made().size() == 1);
    }
  }

  TEST_CASE("a shutter order that was carried out and denied exposes once, and its photo counts") {
    FaultyBooth booth("nikon");
    booth.ready();
    booth.fault(on("deny", kNikon.trigger_operation, R"(, "code": "0x2002")"));
    booth.expect_right_photo("denied");
    CHECK(booth.body.photos_made().size() == 1);
    booth.expect_right_photo("next");
    CHECK(booth.body.photos_made().size() == 2);
  }

  TEST_CASE("a body that exposes for long is waited for as long as its profile says") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      const auto exposure = patient(milliseconds(800));
      FaultyBooth booth(maker.profile, [&](GphotoOptions& options) {
        options.silence.capture = patient(seconds(5));
        options.silence.live_view = exposure / 2;
      });
      booth.ready();
      booth.body.tell(R"({"do": "set", "exposure_ms": )" + std::to_string(exposure.count()) + "}");
      booth.expect_right_photo("long");
      CHECK(booth.restarts() == 0);
    }
  }

  TEST_CASE("a photo that nobody is told about is NoPhoto, and never the next shot") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile, keep_patience_short);
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
      FaultyBooth booth(maker.profile);
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
      FaultyBooth booth(maker.profile, keep_patience_short);
      booth.ready();
      booth.fault(R"("late_object", )" + patient_ms(milliseconds(2800)));
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
      FaultyBooth booth(maker.profile, [](GphotoOptions& options) {
        options.deadlines.photo = patient(milliseconds(2000));
        options.deadlines.photo_grace = patient(milliseconds(300));
      });
      booth.ready();
      booth.expect_right_photo("before");
      booth.fault(R"("late_object", )" + patient_ms(milliseconds(2700)));
      const auto failed = booth.camera.shoot("late");
      REQUIRE(failed.has_error());
      CHECK(failed.error().code == Errc::NoPhoto);
      booth.body.tell(R"({"do": "clear_faults"})");
      // The next photo takes the camera so long that the late one comes first.
      booth.body.tell(R"({"do": "set", "processing_ms": )" +
                      std::to_string(patient(milliseconds(1400)).count()) + "}");
      const auto photo = must(booth.camera.shoot("mine"));
      const auto made = booth.body.photos_made();
      REQUIRE(made.size() == 3);
      CHECK(sha256_hex(photo.jpeg) == made[2]);
      const auto late = must(booth.camera.await(booth.camera->next_foreign_photo()));
      CHECK(sha256_hex(late.jpeg) == made[1]);
    }
  }

  TEST_CASE(
      "a photo that the body kept when the driver died is nobody's, and not the next shot's") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      booth.fault(R"("keeps_old_photos")");
      booth.body.tell(R"({"do": "set", "processing_ms": )" +
                      std::to_string(patient(milliseconds(1000)).count()) + "}");
      const auto worker = booth.camera->worker_pid();
      std::thread killer([&] {
        while (booth.body.photos_made().empty()) std::this_thread::yield();
        ::kill(worker, SIGKILL);
      });
      const auto failed = booth.camera.shoot("cut-off");
      killer.join();
      REQUIRE(failed.has_error());
      CHECK(failed.error().code == Errc::CameraCrashed);
      booth.ready();
      const auto old = must(booth.camera.await(booth.camera->next_foreign_photo()));
      CHECK(sha256_hex(old.jpeg) == booth.body.photos_made().front());
      CHECK(old.shot.str() != "cut-off");
      booth.expect_right_photo("mine");
    }
  }

  TEST_CASE("broken photos are refused") {
    for (const auto& maker : {kNikon, kEos}) {
      for (const char* how : {"cut_short", "garbage", "empty"}) {
        CAPTURE(maker.profile);
        CAPTURE(how);
        FaultyBooth booth(maker.profile, keep_patience_short);
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
      FaultyBooth booth("nikon", keep_patience_short);
      booth.ready();
      booth.fault(std::string(R"("wrong_size", "by": )") + by);
      auto photo = booth.camera.shoot("lied-about");
      // Zeros that the library read beyond the photo's end are not part of the picture.
      while (photo && photo->jpeg.back() == std::byte{0}) photo->jpeg.pop_back();
      if (photo) CHECK(sha256_hex(photo->jpeg) == booth.body.photos_made().back());
      // libgphoto2 believes the listing and reads past its buffer: it may well die of it.
      if (!photo)
        CHECK((photo.error().code == Errc::Corrupt || photo.error().code == Errc::CameraCrashed));
      booth.expect_right_photo("after-lie");
    }
  }

  TEST_CASE("the camera's own button makes a photo without a session") {
    for (const auto& maker : {kNikon, kEos}) {
      CAPTURE(maker.profile);
      FaultyBooth booth(maker.profile);
      booth.ready();
      booth.body.tell(R"({"do": "press_shutter"})");
      const auto photo = must(booth.camera.await(booth.camera->next_foreign_photo()));
      CHECK(is_uuid(photo.shot.str()));
      CHECK(sha256_hex(photo.jpeg) == booth.body.photos_made().back());
      booth.expect_right_photo("after-button");
    }
  }
}

}  // namespace booth::testing
