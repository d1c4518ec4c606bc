#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "daemon/ports/camera.hpp"
#include "tests/drivers/gphoto2/camera_rig.hpp"
#include "tests/drivers/usb_camera/usb_rig.hpp"
#include "tests/support/fake_camera.hpp"

// What every camera behind the port keeps to: the fake that the app's tests trust, and the real
// adapter with two makers, each on the network and on USB.
namespace booth::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// One camera and the loop it lives on.
class CameraUnderTest {
 public:
  virtual ~CameraUnderTest() = default;
  virtual Camera& camera() = 0;
  virtual boost::asio::io_context& loop() = 0;
};

class Fake final : public CameraUnderTest {
 public:
  Camera& camera() override { return camera_; }
  boost::asio::io_context& loop() override { return loop_; }

 private:
  boost::asio::io_context loop_{1};
  SystemTimer timer_;
  FakeCamera camera_{timer_};
};

class Gphoto final : public CameraUnderTest {
 public:
  explicit Gphoto(const std::string& profile)
      : body_(profile), running_(options_for(model_of(profile), body_.port())) {
    REQUIRE(running_.until_state(CameraState::Ready));
  }
  Camera& camera() override { return *running_; }
  boost::asio::io_context& loop() override { return running_.loop(); }

 private:
  VirtualCamera body_;
  RunningCamera running_;
};

class UsbGphoto final : public CameraUnderTest {
 public:
  explicit UsbGphoto(const std::string& profile) : body_(profile), running_(usb_options()) {
    REQUIRE(running_.until_state(CameraState::Ready));
  }
  Camera& camera() override { return *running_; }
  boost::asio::io_context& loop() override { return running_.loop(); }

 private:
  UsbVirtualCamera body_;
  RunningCamera running_;
};

std::unique_ptr<CameraUnderTest> make(const std::string& kind) {
  if (kind == "fake") return std::make_unique<Fake>();
  if (kind.starts_with("usb-")) return std::make_unique<UsbGphoto>(kind.substr(4));
  return std::make_unique<Gphoto>(kind);
}

const char* const kKinds[] = {"fake", "nikon", "eos", "usb-nikon", "usb-eos"};

CaptureRequest shot_at(const std::string& name, milliseconds from_now) {
  CaptureRequest request;
  request.shot = ShotId(name);
  request.expose_at = std::chrono::steady_clock::now() + from_now;
  return request;
}

bool has_jpeg_markers(const Bytes& bytes) {
  return bytes.size() > 4 && bytes[0] == std::byte{0xFF} && bytes[1] == std::byte{0xD8} &&
         bytes[bytes.size() - 1] == std::byte{0xD9};
}

}  // namespace

TEST_SUITE("contracts/camera") {
  TEST_CASE(
      "a photo carries the id of the shot that asked for it, and can be released once or twice") {
    for (const std::string kind : kKinds) {
      CAPTURE(kind);
      const auto under_test = make(kind);
      auto& camera = under_test->camera();
      const auto photo = must(
          run_until_done(under_test->loop(), camera.take_photo(shot_at("a", milliseconds(150)))));
      CHECK(photo.shot == ShotId("a"));
      CHECK(has_jpeg_markers(photo.jpeg));
      CHECK(photo.taken_at.time_since_epoch().count() > 0);
      must(run_until_done(under_test->loop(), camera.release_photo(photo.shot)));
      must(run_until_done(under_test->loop(), camera.release_photo(photo.shot)));
      must(run_until_done(under_test->loop(), camera.release_photo(ShotId("never taken"))));
    }
  }

  TEST_CASE("a photo is not taken before its time, and one in the past is taken now") {
    for (const std::string kind : kKinds) {
      CAPTURE(kind);
      const auto under_test = make(kind);
      auto& camera = under_test->camera();
      const auto request = shot_at("later", milliseconds(400));
      const auto later = must(run_until_done(under_test->loop(), camera.take_photo(request)));
      CHECK(std::chrono::steady_clock::now() >= request.expose_at);
      const auto now =
          must(run_until_done(under_test->loop(), camera.take_photo(shot_at("now", seconds(-5)))));
      CHECK(now.shot == ShotId("now"));
      CHECK(now.jpeg != later.jpeg);
    }
  }

  TEST_CASE("live view frames rise in number while it is on, and there are none while it is off") {
    for (const std::string kind : kKinds) {
      CAPTURE(kind);
      const auto under_test = make(kind);
      auto& camera = under_test->camera();
      auto& loop = under_test->loop();
      const auto off = run_until_done(loop, camera.next_frame(0, milliseconds(50)));
      REQUIRE(off.has_error());
      CHECK(off.error().code == Errc::NoCamera);

      must(run_until_done(loop, camera.start_live_view()));
      const auto first = must(run_until_done(loop, camera.next_frame(0, longest_wait())));
      const auto second =
          must(run_until_done(loop, camera.next_frame(first.number, longest_wait())));
      CHECK(second.number > first.number);
      CHECK(has_jpeg_markers(second.jpeg));
      CHECK(camera.status().has_live_view);

      must(run_until_done(loop, camera.stop_live_view()));
      must(run_until_done(loop, camera.stop_live_view()));
      CHECK_FALSE(camera.status().has_live_view);
      CHECK(run_until_done(loop, camera.next_frame(0, milliseconds(50))).has_error());
    }
  }

  TEST_CASE("settings have names and values, and one that is not there is NotFound") {
    for (const std::string kind : kKinds) {
      CAPTURE(kind);
      const auto under_test = make(kind);
      auto& camera = under_test->camera();
      const auto settings = must(run_until_done(under_test->loop(), camera.settings()));
      REQUIRE_FALSE(settings.empty());
      bool has_iso = false;
      for (const auto& setting : settings) {
        CHECK_FALSE(setting.name.empty());
        has_iso = has_iso || setting.name == "iso";
      }
      CHECK(has_iso);
      must(run_until_done(under_test->loop(), camera.change_setting("iso", "200")));
      const auto missing =
          run_until_done(under_test->loop(), camera.change_setting("no-such-setting", "1"));
      REQUIRE(missing.has_error());
      CHECK(missing.error().code == Errc::NotFound);
    }
  }
}

}  // namespace booth::testing
