#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include "tests/drivers/gphoto2/camera_rig.hpp"

// The shutter lag: measured with the real worker and the real libgphoto2, judged by the body, which
// knows when it really exposed.
namespace booth::testing {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// Long, so that even a busy machine's delays are small beside it.
constexpr milliseconds kLag{600};

/// A body that takes its time, and a booth that measures it.
struct SlowBody {
  TemporaryFolder memory;
  VirtualCamera body;
  RunningCamera camera;

  explicit SlowBody(const std::string& profile, bool is_kept_on_card = false)
      : body(profile), camera(options(profile, is_kept_on_card)) {
    REQUIRE(camera.until_state(CameraState::Ready));
    body.tell(R"({"do": "set", "shutter_lag_ms": )" + std::to_string(kLag.count()) + "}");
  }
  GphotoOptions options(const std::string& profile, bool is_kept_on_card = false) const {
    auto wanted = options_for(model_of(profile), body.port());
    wanted.lag_folder = memory.path() / "lags";
    wanted.has_card_target = is_kept_on_card;
    return wanted;
  }
  Result<ShutterLag> measure() { return camera.await(camera->measure_shutter_lag()); }
  /// As a technician would: again, when a busy machine kept some of the photos waiting.
  ShutterLag measure_until_sure() {
    for (int tries = 1; tries < 5; ++tries)
      if (auto lag = measure()) return *lag;
    return must(measure());
  }

  /// How late the body exposes a photo that guests expect at zero.
  milliseconds lateness() {
    CaptureRequest request;
    request.shot = ShotId("shot-of-a-guest");
    request.expose_at = std::chrono::steady_clock::now() + milliseconds(1500);
    must(camera.await(camera->take_photo(request)));
    const auto shots = body.tell(R"({"do": "shots"})").at("shots").as_array();
    const SteadyTime exposed{microseconds(shots.back().at("exposed_us").to_number<std::int64_t>())};
    return std::chrono::duration_cast<milliseconds>(exposed - request.expose_at);
  }
};

}  // namespace

TEST_SUITE("drivers/gphoto2/calibration") {
  TEST_CASE("a measured camera exposes when guests see zero, not later") {
    SlowBody slow("nikon");
    CHECK(slow.camera->status().shutter_lag == std::nullopt);
    CHECK(slow.lateness() >= kLag);

    const auto lag = slow.measure_until_sure();
    CAPTURE(lag.lag.count());
    CHECK(lag.photos == 5);
    CHECK(lag.lag > kLag - milliseconds(50));
    CHECK(lag.shortest <= lag.lag);
    CHECK(lag.longest >= lag.lag);
    CHECK(slow.camera->status().shutter_lag == lag.lag);
    // A busy machine delays some photos; without the measurement every one is late by the whole
    // lag.
    const auto is_in_time = [&] { return std::abs(slow.lateness().count()) < kLag.count() / 2; };
    CHECK((is_in_time() || is_in_time() || is_in_time()));
  }

  TEST_CASE("it is known again after a restart, and only of this body") {
    SlowBody slow("nikon");
    const auto lag = slow.measure_until_sure();
    {
      RunningCamera again(slow.options("nikon"));
      // The body has one client at a time; what it is called comes before anything else.
      slow.camera->stop();
      REQUIRE(again.until_state(CameraState::Ready));
      CHECK(again->status().shutter_lag == lag.lag);
    }
    VirtualCamera other("eos");
    auto options = options_for(model_of("eos"), other.port());
    options.lag_folder = slow.memory.path() / "lags";
    RunningCamera stranger(options);
    REQUIRE(stranger.until_state(CameraState::Ready));
    CHECK(stranger->status().shutter_lag == std::nullopt);
  }

  TEST_CASE("what the configuration says is not measured away") {
    SlowBody slow("nikon");
    auto options = slow.options("nikon");
    must(ShutterLags::keep(ShutterLags(options.lag_folder).note("Nikon", kLag), kLag));
    options.shutter_lag = milliseconds(40);
    slow.camera->stop();
    RunningCamera told(options);
    REQUIRE(told.until_state(CameraState::Ready));
    CHECK(told->status().shutter_lag == milliseconds(40));
  }

  TEST_CASE("a photo of a guest comes first and ends the measurement") {
    SlowBody slow("nikon");
    std::optional<Result<ShutterLag>> lag;
    auto measure = [&]() -> boost::asio::awaitable<void> {
      lag = co_await slow.camera->measure_shutter_lag();
    };
    boost::asio::co_spawn(slow.camera.loop(), measure(), [](const std::exception_ptr&) {});
    REQUIRE(slow.camera.until([&] { return !slow.body.photos_made().empty(); }));
    const auto photo = slow.camera.shoot("shot-of-a-guest");
    REQUIRE(photo.has_value());
    REQUIRE(slow.camera.until([&] { return lag.has_value(); }));
    REQUIRE(lag->has_error());
    CHECK(lag->error().code == Errc::Cancelled);
    CHECK(slow.camera->status().shutter_lag == std::nullopt);
  }

  TEST_CASE("its photos are nobody's: none stays in the camera, on the card neither") {
    SlowBody slow("nikon", true);
    (void)slow.measure_until_sure();
    const auto status = slow.body.tell(R"({"do": "status"})");
    CHECK(status.at("card_files").to_number<int>() == 0);
    CHECK(slow.body.photos_made().size() >= 5);
  }

  TEST_CASE("a camera whose clock cannot be watched says so, and no photo is taken for it") {
    SlowBody slow("eos");
    const auto lag = slow.measure();
    REQUIRE(lag.has_error());
    CHECK(lag.error().code == Errc::Unsupported);
    CHECK(lag.error().context.find("clock") != std::string::npos);
    CHECK(slow.body.photos_made().empty());
    CHECK(must(slow.camera.shoot()).shot == ShotId("shot-1"));
  }
}

}  // namespace booth::testing
