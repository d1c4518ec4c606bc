#include "drivers/gphoto2/gphoto_camera.hpp"

#include <signal.h>

#include <doctest/doctest.h>

#include "daemon/core/capture/jpeg_bounds.hpp"
#include "tests/drivers/gphoto2/camera_rig.hpp"

// The whole way: port, supervision, real worker, real libgphoto2, PTP/IP, virtual camera.
namespace booth::testing {
namespace {

using std::chrono::milliseconds;

struct Nikon {
  VirtualCamera body{"nikon"};
  RunningCamera camera{options_for(model_of("nikon"), body.port())};
};

}  // namespace

TEST_SUITE("drivers/gphoto2/gphoto_camera") {
  TEST_CASE("a camera is opened and says what it is") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    const auto status = nikon.camera->status();
    CHECK(status.model.find("D7500") != std::string::npos);
    CHECK_FALSE(status.serial.empty());
    CHECK(status.driver_restarts == 0);
  }

  TEST_CASE("how the body is, is told whatever its maker calls it") {
    for (const char* profile : {"nikon", "eos"}) {
      CAPTURE(profile);
      VirtualCamera body(profile);
      auto options = options_for(model_of(profile), body.port());
      options.has_card_target = true;
      RunningCamera camera(options);
      REQUIRE(camera.until_state(CameraState::Ready));
      REQUIRE(camera.until([&] { return camera->status().free_shots.has_value(); }));
      const auto status = camera->status();
      CHECK(status.battery_percent.has_value());
      CHECK(*status.free_shots > 1000);
      CHECK(status.mode == (std::string(profile) == "eos" ? "Manual" : "M"));
      CHECK(status.auto_power_off.empty());
      if (status.model.find("EOS") == std::string::npos) continue;
      CHECK(status.lens.find("18-135") != std::string::npos);
      must(camera.await(camera->change_setting("autopoweroff", "60")));
      CHECK(camera.until([&] { return camera->status().auto_power_off == "60 seconds"; }));
    }
  }

  TEST_CASE("live view frames rise in number and are whole pictures") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    must(nikon.camera.await(nikon.camera->start_live_view()));
    std::uint64_t last = 0;
    for (int i = 0; i < 20; ++i) {
      const auto frame = must(nikon.camera.frame_after(last));
      CHECK(frame.number > last);
      CHECK(has_jpeg_bounds(frame.jpeg));
      last = frame.number;
    }
    CHECK(nikon.camera->status().has_live_view);
    must(nikon.camera.await(nikon.camera->stop_live_view()));
    CHECK_FALSE(nikon.camera->status().has_live_view);
    const auto off = nikon.camera.frame_after(last, milliseconds(50));
    REQUIRE(off.has_error());
    CHECK(off.error().code == Errc::NoCamera);
  }

  TEST_CASE("a photo is taken while live view runs, and live view goes on after it") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    must(nikon.camera.await(nikon.camera->start_live_view()));
    const auto before = must(nikon.camera.frame_after(0));
    const auto photo = must(nikon.camera.shoot());
    CHECK(photo.shot.str() == "shot-1");
    CHECK(has_jpeg_bounds(photo.jpeg));
    CHECK(photo.jpeg.size() > before.jpeg.size());
    CHECK(photo.trigger_to_bytes.count() > 0);
    must(nikon.camera.await(nikon.camera->release_photo(photo.shot)));
    const auto seen = must(nikon.camera.frame_after(0)).number;
    CHECK(must(nikon.camera.frame_after(seen)).number > seen);
    CHECK(nikon.camera->status().driver_restarts == 0);
  }

  TEST_CASE("each photo is another one") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    const auto first = must(nikon.camera.shoot("shot-1"));
    const auto second = must(nikon.camera.shoot("shot-2"));
    CHECK(first.jpeg != second.jpeg);
  }

  TEST_CASE(
      "a killed driver is replaced while live view is wanted, and frame numbers go on rising") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    must(nikon.camera.await(nikon.camera->start_live_view()));
    const auto before = must(nikon.camera.frame_after(0));
    const auto killed = nikon.camera->worker_pid();
    REQUIRE(killed > 0);
    ::kill(killed, SIGKILL);
    const auto after = must(nikon.camera.frame_after(before.number + 1));
    CHECK(after.number > before.number);
    CHECK(nikon.camera->worker_pid() != killed);
    CHECK(nikon.camera->status().driver_restarts == 1);
    CHECK(nikon.camera->status().state == CameraState::Ready);
  }

  TEST_CASE("a stalled driver is killed and replaced") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    must(nikon.camera.await(nikon.camera->start_live_view()));
    const auto before = must(nikon.camera.frame_after(0));
    const auto stopped = nikon.camera->worker_pid();
    ::kill(stopped, SIGSTOP);
    REQUIRE(nikon.camera.until([&] { return nikon.camera->status().driver_restarts == 1; }));
    // A dead process number gives no error only while it is somebody's.
    CHECK(::kill(stopped, 0) != 0);
    const auto seen = must(nikon.camera.frame_after(before.number + 5));
    CHECK(seen.number > before.number);
  }

  TEST_CASE("a photo asked for while the driver is being replaced is taken by the next one") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    ::kill(nikon.camera->worker_pid(), SIGKILL);
    const auto photo = must(nikon.camera.shoot());
    CHECK(has_jpeg_bounds(photo.jpeg));
    CHECK(nikon.camera->status().driver_restarts == 1);
  }

  TEST_CASE("without a camera the status says what to do, and calls fail at once") {
    RunningCamera camera(options_for(model_of("nikon"), "ptpip:127.0.0.1:1:1"));
    REQUIRE(camera.until_state(CameraState::Absent));
    CHECK_FALSE(camera->status().what_to_do.empty());
    const auto photo = camera.shoot();
    REQUIRE(photo.has_error());
    CHECK(photo.error().code == Errc::NoCamera);
  }

  TEST_CASE("only the body with the wanted serial number is taken") {
    VirtualCamera body("nikon", {"--serial", "4711"});
    auto options = options_for(model_of("nikon"), body.port());
    options.serial = "0815";
    {
      RunningCamera camera(options);
      REQUIRE(camera.until_state(CameraState::Absent));
      CHECK(camera->status().message.find("4711") != std::string::npos);
    }
    options.serial = "4711";
    RunningCamera camera(options);
    CHECK(camera.until_state(CameraState::Ready));
  }

  TEST_CASE("two cameras, two drivers: one goes on while the other is replaced") {
    Nikon front;
    VirtualCamera side_body("eos", {"--serial", "2"});
    RunningCamera side(options_for(model_of("eos"), side_body.port()));
    REQUIRE(front.camera.until_state(CameraState::Ready));
    REQUIRE(side.until_state(CameraState::Ready));
    ::kill(front.camera->worker_pid(), SIGKILL);
    CHECK(has_jpeg_bounds(must(side.shoot("side")).jpeg));
    CHECK(has_jpeg_bounds(must(front.camera.shoot("front")).jpeg));
    CHECK(side->status().driver_restarts == 0);
  }

  TEST_CASE("a camera that comes back is found again") {
    std::optional<VirtualCamera> body(std::in_place, "nikon");
    const int port = body->port_number();
    RunningCamera camera(options_for(model_of("nikon"), body->port()));
    REQUIRE(camera.until_state(CameraState::Ready));
    body->unplug();
    REQUIRE(camera.until([&] { return camera->status().state != CameraState::Ready; }));
    body.emplace("nikon", std::vector<std::string>{}, port);
    REQUIRE(camera.until_state(CameraState::Ready));
    CHECK(has_jpeg_bounds(must(camera.shoot()).jpeg));
  }

  TEST_CASE("settings are listed with their choices, changed, and refused with a sentence") {
    Nikon nikon;
    REQUIRE(nikon.camera.until_state(CameraState::Ready));
    const auto settings = must(nikon.camera.await(nikon.camera->settings()));
    const auto is_iso = [](const CameraSetting& setting) { return setting.name == "iso"; };
    const auto iso = std::find_if(settings.begin(), settings.end(), is_iso);
    REQUIRE(iso != settings.end());
    REQUIRE(iso->choices.size() > 1);
    const auto other =
        iso->choices.front() == iso->value ? iso->choices.back() : iso->choices.front();
    must(nikon.camera.await(nikon.camera->change_setting("iso", other)));
    const auto again = must(nikon.camera.await(nikon.camera->settings()));
    CHECK(std::find_if(again.begin(), again.end(), is_iso)->value == other);

    const auto wrong = nikon.camera.await(nikon.camera->change_setting("iso", "very high"));
    REQUIRE(wrong.has_error());
    CHECK(wrong.error().code == Errc::BadInput);
    CHECK(wrong.error().context.find(other) != std::string::npos);
    const auto unknown = nikon.camera.await(nikon.camera->change_setting("no-such-thing", "1"));
    REQUIRE(unknown.has_error());
    CHECK(unknown.error().code == Errc::NotFound);
  }

  TEST_CASE("a preset is set at every opening, in the maker's words, and what cannot be is told") {
    for (const std::string profile : {"nikon", "eos"}) {
      CAPTURE(profile);
      VirtualCamera body(profile);
      auto options = options_for(model_of(profile), body.port());
      options.settings = {"iso=800", "aperture=8", "no_such_thing=1", "shutter=very slow"};
      RunningCamera camera(options);
      REQUIRE(camera.until_state(CameraState::Ready));
      const auto value_of = [&camera](const std::vector<std::string>& names) {
        const auto settings = must(camera.await(camera->settings()));
        for (const auto& setting : settings)
          if (std::find(names.begin(), names.end(), setting.name) != names.end())
            return setting.value;
        return std::string("missing");
      };
      CHECK(value_of({"iso"}) == "800");
      const auto aperture = value_of({"aperture", "f-number"});
      CHECK(aperture == (profile == "eos" ? "8" : "f/8"));
      const auto told = camera->status().what_to_do;
      CHECK(told.find("no_such_thing=1 is not set") != std::string::npos);
      CHECK(told.find("shutter=very slow is not set") != std::string::npos);
      CHECK(told.find("iso") == std::string::npos);

      must(camera.await(camera->change_setting("iso", "400")));
      ::kill(camera->worker_pid(), SIGKILL);
      REQUIRE(camera.until([&] { return camera->status().driver_restarts == 1; }));
      REQUIRE(camera.until_state(CameraState::Ready));
      CHECK(value_of({"iso"}) == "800");
    }
  }
}

}  // namespace booth::testing
