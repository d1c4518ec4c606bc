#include <doctest/doctest.h>

#include <algorithm>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "tests/drivers/usb_camera/usb_rig.hpp"

// What only happens on a cable: found by udev, claimed by somebody else, pulled out, reset.
namespace booth::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

RungCount rung(RunningCamera& camera, const std::string& name) {
  for (const auto& count : camera->status().recovery)
    if (count.rung == name) return count;
  return {};
}

void expect_right_photo(UsbVirtualCamera& bus, RunningCamera& camera, int body = 1) {
  const auto photo = must(camera.shoot());
  CHECK(sha256_hex(photo.jpeg) == bus.photos_made(body).back());
  must(camera.await(camera->release_photo(photo.shot)));
}

/// Nothing but news from udev can wake a booth that looks so rarely.
GphotoOptions rarely_looking() {
  auto options = usb_options();
  options.recovery.longest_delay = std::chrono::hours(1);
  return options;
}

GphotoOptions of_body(const std::string& serial) {
  auto options = rarely_looking();
  options.serial = serial;
  return options;
}

demo::ChildProcess start_gphoto2(const TemporaryFolder& folder, std::vector<std::string> options) {
  options.insert(options.begin(), "gphoto2");
  // It inherits our address sanitizer with the preload; what Debian's program leaks is its own.
  return must(demo::ChildProcess::start(
      {.words = options,
       .environment = {{"HOME", folder.path().string()},
                       {"LC_ALL", "C"},
                       {"ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0"}},
       .log = folder.path() / "gphoto2.log",
       .folder = folder.path()}));
}

}  // namespace

TEST_SUITE("drivers/gphoto2/usb_camera") {
  TEST_CASE("a camera that is pulled out is missed at once, and opened at once when it is back") {
    for (const std::string maker : {"nikon", "eos"}) {
      CAPTURE(maker);
      UsbVirtualCamera bus(maker);
      RunningCamera camera(rarely_looking());
      REQUIRE(camera.until_state(CameraState::Ready));
      expect_right_photo(bus, camera);
      const int device = bus.count("device");
      bus.unplug();
      REQUIRE(camera.until([&] { return mentions(camera->status().message, "unplugged"); }));
      CHECK_FALSE(camera->status().what_to_do.empty());
      REQUIRE(camera.until_state(CameraState::Absent));
      // From now on it looks again only after an hour.
      REQUIRE(camera.until([&] { return rung(camera, "ask_person").tried >= 2; }));
      bus.plug();
      REQUIRE(camera.until_state(CameraState::Ready));
      CHECK(bus.count("device") != device);
      CHECK(rung(camera, "ask_person").helped == 1);
      expect_right_photo(bus, camera);
    }
  }

  TEST_CASE("a booth that starts without a camera takes the one that comes") {
    UsbVirtualCamera bus("nikon", {"--unplugged"});
    RunningCamera camera(rarely_looking());
    REQUIRE(camera.until([&] { return rung(camera, "ask_person").tried >= 2; }));
    CHECK(camera->status().state == CameraState::Absent);
    bus.plug();
    REQUIRE(camera.until_state(CameraState::Ready));
  }

  TEST_CASE("live view goes on after the cable was out for a moment") {
    UsbVirtualCamera bus("eos");
    RunningCamera camera(usb_options());
    REQUIRE(camera.until_state(CameraState::Ready));
    must(camera.await(camera->start_live_view()));
    const auto seen = must(camera.frame_after(0)).number;
    bus.tell(R"({"do": "drop_connection"})");
    CHECK(must(camera.frame_after(seen + 10)).number > seen);
    CHECK(rung(camera, "reopen").tried >= 1);
  }

  TEST_CASE("the program that holds the camera is named, and when it ends the camera is taken") {
    UsbVirtualCamera bus("nikon");
    const TemporaryFolder folder;
    auto other = start_gphoto2(folder, {"--capture-movie=1000000"});
    const auto has_it = [&] { return bus.count("claims") > 0; };
    must(other.wait_until_ready(has_it, seconds(60)));
    RunningCamera camera(usb_options());
    const auto name = "gphoto2, pid " + std::to_string(other.pid());
    REQUIRE(camera.until([&] { return mentions(camera->status().message, name); }));
    CHECK(camera->status().state == CameraState::Failed);
    CHECK_FALSE(camera->status().what_to_do.empty());
    CHECK(bus.count("refused_claims") > 0);
    other.kill_now();
    REQUIRE(camera.until_state(CameraState::Ready));
    expect_right_photo(bus, camera);
  }

  TEST_CASE("a body that only a USB reset wakes is reset") {
    UsbVirtualCamera bus("nikon");
    auto options = usb_options();
    options.deadlines.open = patient(seconds(2));
    options.silence.idle = patient(seconds(1));
    options.recovery.reset_usb_after = 2;
    options.recovery.power_cycle_after = 100;
    RunningCamera camera(options);
    REQUIRE(camera.until_state(CameraState::Ready));
    bus.tell(R"({"do": "hang_until_reset"})");
    REQUIRE(camera.until([&] { return rung(camera, "reset_usb").helped == 1; }));
    CHECK(bus.count("resets") >= 1);
    CHECK(rung(camera, "respawn").tried + rung(camera, "reopen").tried >= 1);
    CHECK(rung(camera, "reset_usb").spent > milliseconds(0));
    expect_right_photo(bus, camera);
  }

  TEST_CASE("a camera without power is switched on again by the operator's command") {
    UsbVirtualCamera bus("nikon");
    auto options = rarely_looking();
    options.recovery.power_cycle_after = 2;
    // Its words reach the program as they are: no shell cuts them.
    options.power_command.words = {"/usr/bin/python3", "-c",
                                   "import socket, sys\n"
                                   "back_door = socket.socket(socket.AF_UNIX)\n"
                                   "back_door.connect(sys.argv[1])\n"
                                   "back_door.sendall(sys.argv[2].encode() + b'\\n')\n"
                                   "back_door.recv(100)\n",
                                   bus.control_path(), R"({"do": "plug"})"};
    RunningCamera camera(options);
    REQUIRE(camera.until_state(CameraState::Ready));
    bus.unplug();
    REQUIRE(camera.until([&] { return rung(camera, "power_cycle").tried == 1; }));
    REQUIRE(camera.until_state(CameraState::Ready));
    expect_right_photo(bus, camera);
  }

  TEST_CASE("a power command that never ends is ended, and a person is asked") {
    UsbVirtualCamera bus("nikon", {"--unplugged"});
    auto options = rarely_looking();
    options.recovery.power_cycle_after = 2;
    options.power_command = {{"/usr/bin/sleep", "100000"}, milliseconds(50)};
    RunningCamera camera(options);
    REQUIRE(camera.until([&] { return rung(camera, "ask_person").tried >= 1; }));
    CHECK(rung(camera, "power_cycle").tried == 1);
    CHECK(rung(camera, "power_cycle").helped == 0);
    CHECK(camera->status().state == CameraState::Absent);
    CHECK_FALSE(camera->status().what_to_do.empty());
  }

  TEST_CASE("bodies of one model are told apart by serial number, in whatever order they come") {
    UsbVirtualCamera bus("nikon", {"--serial", "0001111", "2222"});
    RunningCamera front(of_body("1111"));
    RunningCamera side(of_body("2222"));
    REQUIRE(front.until_state(CameraState::Ready));
    REQUIRE(side.until_state(CameraState::Ready));
    CHECK(side->status().serial == "2222");
    CHECK(bus.count("refused_claims", 1) + bus.count("refused_claims", 2) == 0);
    expect_right_photo(bus, front, 1);
    expect_right_photo(bus, side, 2);

    bus.unplug(1);
    bus.unplug(2);
    REQUIRE(front.until([&] { return front->status().state != CameraState::Ready; }));
    REQUIRE(side.until([&] { return side->status().state != CameraState::Ready; }));
    bus.plug(2);
    REQUIRE(side.until_state(CameraState::Ready));
    const auto names_it = [&] { return mentions(front->status().message, "1111"); };
    REQUIRE(front.until(names_it));
    bus.plug(1);
    REQUIRE(front.until_state(CameraState::Ready));
    expect_right_photo(bus, front, 1);
    expect_right_photo(bus, side, 2);
  }

  TEST_CASE("Debian's gphoto2 finds the camera by itself and gets what it took") {
    for (const std::string maker : {"nikon", "eos"}) {
      CAPTURE(maker);
      UsbVirtualCamera bus(maker);
      const TemporaryFolder folder;
      auto client =
          start_gphoto2(folder, {"--capture-image-and-download", "--filename", "shot.jpg"});
      const int status = must(client.wait_for_end(seconds(90)));
      INFO(client.log_end());
      REQUIRE(status == 0);
      CHECK(must(sha256_of_file(folder.path() / "shot.jpg")) == bus.photos_made().back());
    }
  }
}

}  // namespace booth::testing
