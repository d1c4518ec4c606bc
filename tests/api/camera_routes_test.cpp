#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "tests/support/api_rig.hpp"

namespace booth::testing {
namespace {

namespace json = boost::json;

}  // namespace

TEST_SUITE("api/camera_routes") {
  TEST_CASE("camera settings are listed and changed") {
    ApiRig rig;
    const auto listed = json::parse(rig.ask("GET", "/v1/camera/settings").body);
    CHECK(listed.at_pointer("/items/0/name").as_string() == "iso");
    CHECK(rig.ask("PUT", "/v1/camera/settings/iso", R"({"value": "200"})").status == 204);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.settings[0].value; }) == "200");
    CHECK(rig.ask("PUT", "/v1/camera/settings/no%2Dsuch", R"({"value": "1"})").status == 404);
    CHECK(rig.ask("PUT", "/v1/camera/settings/iso", "{}").status == 400);
    CHECK(rig.ask("GET", "/v1/camera/settings?camera=side").status == 404);
    CHECK(rig.ask("PUT", "/v1/camera/settings/iso?camera=side", R"({"value": "1"})").status == 404);
    CHECK(rig.ask("GET", "/v1/camera/settings?side").status == 400);
  }

  TEST_CASE("a camera is calibrated") {
    ApiRig rig;
    const auto lag = json::parse(rig.ask("POST", "/v1/camera/calibrate").body);
    CHECK(lag.at("shutter_lag_ms").as_int64() == 83);
    CHECK(rig.ask("POST", "/v1/camera/calibrate?camera=side").status == 404);
    rig.with_booth([](FakeBooth& booth) {
      booth.camera_error = make_error(Errc::Unsupported, "this camera does not show its clock");
    });
    CHECK(rig.ask("POST", "/v1/camera/calibrate").status == 501);
  }

  TEST_CASE("one frame and a stream of frames show the live view") {
    ApiRig rig;
    const auto frame = rig.ask("GET", "/v1/live.jpg?after=41");
    CHECK(frame.field("Content-Type") == "image/jpeg");
    CHECK(frame.field("Frame-Number") == "42");
    CHECK(frame.body.starts_with("\xFF\xD8"));

    PlainClient client(rig.socket_path());
    client.send(ApiRig::request("GET", "/v1/live.mjpeg"));
    CHECK(client.read_head().field("Content-Type") ==
          "multipart/x-mixed-replace; boundary=booth-frame");
    for (int i = 0; i < 50; ++i) {
      const auto part = client.read_chunk();
      REQUIRE(part.starts_with(
          "--booth-frame\r\nContent-Type: image/jpeg\r\nContent-Length: 11\r\n\r\n\xFF\xD8"));
    }
  }
}

}  // namespace booth::testing
