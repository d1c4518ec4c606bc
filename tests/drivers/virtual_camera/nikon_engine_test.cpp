#include "tests/drivers/virtual_camera/engine_bench.hpp"

#include "drivers/virtual_camera/nikon_codes.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

constexpr std::uint32_t kNoAutofocus = 0xFFFFFFFF;
constexpr std::uint32_t kRam = 1;
constexpr std::uint32_t kCard = 0;
constexpr std::uint32_t kRamHandle = 0xFFFF0001;

struct Nikon : EngineBench {
  explicit Nikon(BodySettings body = {}) : EngineBench(ProfileName::Nikon, body) { open(); }

  std::uint16_t shoot(std::uint32_t target = kRam) {
    return code(op::kNikonCaptureInMedia, {kNoAutofocus, target});
  }
  void shoot_and_finish(std::uint32_t target = kRam) {
    REQUIRE(shoot(target) == rc::kOk);
    pass(1000);
  }
  std::uint32_t property(std::uint16_t property_code, std::size_t width) {
    const Bytes value = data(op::kGetDevicePropValue, {property_code});
    REQUIRE(value.size() == width);
    PtpReader reader(value);
    return width == 1 ? reader.u8() : reader.u32();
  }
};

}  // namespace

TEST_SUITE("drivers/virtual_camera/nikon_profile") {
  TEST_CASE("nothing but DeviceInfo is answered before a session is open") {
    EngineBench bench(ProfileName::Nikon);
    CHECK(bench.code(op::kGetStorageIds) == rc::kSessionNotOpen);
    CHECK(holds(bench.data(op::kGetDeviceInfo), std::string("D\0007\0005\0000\0000\0", 10)));
  }

  TEST_CASE("a shot is busy while it exposes, then tells of a photo in RAM and of its end") {
    Nikon camera;
    CHECK(camera.shoot() == rc::kOk);
    CHECK(camera.code(op::kNikonDeviceReady) == rc::kDeviceBusy);
    CHECK(camera.shoot() == rc::kDeviceBusy);
    camera.pass(80);
    CHECK(camera.code(op::kNikonDeviceReady) == rc::kOk);
    CHECK(nikon_events(camera).empty());
    camera.pass(350);
    CHECK(nikon_events(camera) == NikonEvents{{event::kNikonObjectAddedInRam, kRamHandle},
                                              {event::kNikonCaptureCompleteInRam, 0}});
    CHECK(nikon_events(camera).empty());
    CHECK(holds(camera.data(op::kGetObject, {kRamHandle}), "photo 1"));
    CHECK(camera.code(op::kDeleteObject, {kRamHandle}) == rc::kOk);
    CHECK(camera.code(op::kGetObject, {kRamHandle}) == rc::kInvalidObjectHandle);
  }

  TEST_CASE("a photo that is still being drawn only makes the body process longer") {
    Nikon camera;
    camera.source.is_ready = false;
    camera.shoot_and_finish();
    CHECK(nikon_events(camera).empty());
    camera.source.is_ready = true;
    CHECK(nikon_events(camera).size() == 2);
  }

  TEST_CASE("two shots without fetching in between are two photos") {
    Nikon camera;
    camera.shoot_and_finish();
    camera.shoot_and_finish();
    const NikonEvents events = nikon_events(camera);
    REQUIRE(events.size() == 4);
    CHECK(holds(camera.data(op::kGetObject, {events[0].second}), "photo 1"));
    CHECK(holds(camera.data(op::kGetObject, {events[2].second}), "photo 2"));
  }

  TEST_CASE("a full buffer memory answers busy until a photo was fetched") {
    Nikon camera;
    for (int i = 0; i < 3; ++i) camera.shoot_and_finish();
    CHECK(camera.shoot() == rc::kDeviceBusy);
    camera.data(op::kGetObject, {kRamHandle});
    CHECK(camera.shoot() == rc::kOk);
  }

  TEST_CASE("an unfetched photo forbids live view, and opening a session again clears it away") {
    Nikon camera;
    camera.shoot_and_finish();
    CHECK(camera.property(nikon::kLiveViewProhibitCondition, 4) == 1U << 12);
    CHECK(camera.code(op::kNikonStartLiveView) == rc::kNikonInvalidStatus);

    camera.engine.lose_connection();
    camera.open();
    CHECK(camera.property(nikon::kLiveViewProhibitCondition, 4) == 0);
    CHECK(camera.code(op::kNikonStartLiveView) == rc::kOk);
  }

  TEST_CASE("live view goes on when the client is gone, as on the real body") {
    Nikon camera;
    CHECK(camera.code(op::kNikonGetLiveViewImage) == rc::kNikonNotLiveView);
    REQUIRE(camera.code(op::kNikonStartLiveView) == rc::kOk);
    camera.engine.lose_connection();
    camera.open();
    CHECK(camera.property(nikon::kLiveViewStatus, 1) == 1);
  }

  TEST_CASE("a frame that is not due yet is asked for later, not refused") {
    Nikon camera;
    REQUIRE(camera.code(op::kNikonStartLiveView) == rc::kOk);
    CHECK(holds(camera.data(op::kNikonGetLiveViewImage), "frame 1"));
    const Outcome early = camera.outcome(op::kNikonGetLiveViewImage);
    REQUIRE(std::holds_alternative<Later>(early));
    camera.now.steady = std::get<Later>(early).when;
    const Outcome due = camera.repeat();
    REQUIRE(std::holds_alternative<Reply>(due));
    CHECK(holds(*std::get<Reply>(due).data->bytes, "frame 2"));
  }

  TEST_CASE("a shot to the card leaves a file that is listed, described and deleted") {
    Nikon camera;
    camera.shoot_and_finish(kCard);
    const NikonEvents events = nikon_events(camera);
    REQUIRE(events.size() == 2);
    CHECK(events[0].first == event::kObjectAdded);
    CHECK(events[1].first == event::kCaptureComplete);
    const std::uint32_t handle = events[0].second;
    CHECK(holds(camera.data(op::kGetObjectInfo, {handle}),
                std::string("D\0S\0C\0_\0000\0000\0000\0001\0", 16)));
    const Bytes listed = camera.data(op::kGetObjectHandles, {0xFFFFFFFF, format::kExifJpeg, 0});
    CHECK(PtpReader(listed).u32() == 1);
    CHECK(camera.code(op::kDeleteObject, {handle}) == rc::kOk);
    CHECK(camera.engine.body().card().file_count() == 0);
  }

  TEST_CASE("a part of a photo is the bytes asked for, and the last part counts as fetched") {
    Nikon camera;
    camera.shoot_and_finish();
    const std::string whole = as_text(camera.data(op::kGetObject, {kRamHandle}));
    CHECK(as_text(camera.data(op::kGetPartialObject, {kRamHandle, 3, 5})) == whole.substr(3, 5));
    const Reply past_the_end = camera.ask(op::kGetPartialObject, {kRamHandle, 1000000, 10});
    CHECK(past_the_end.data->size == 0);
    CHECK(past_the_end.params.front() == 0);
  }

  TEST_CASE("NEF and JPEG are two photos of one shot") {
    Nikon camera;
    const auto quality = std::byte{12};
    REQUIRE(camera.code(op::kSetDevicePropValue, {nikon::kCompressionSetting}, Bytes{quality}) ==
            rc::kOk);
    camera.shoot_and_finish();
    const NikonEvents events = nikon_events(camera);
    REQUIRE(events.size() == 3);
    CHECK(camera.data(op::kGetObject, {events[0].second}).size() == 64);
    CHECK(holds(camera.data(op::kGetObject, {events[1].second}), "photo 1"));
  }

  TEST_CASE("a setting takes allowed values only") {
    Nikon camera;
    const auto u16 = [](std::uint16_t value) { return PtpWriter().u16(value).take(); };
    CHECK(camera.code(op::kSetDevicePropValue, {nikon::kExposureIndex}, u16(800)) == rc::kOk);
    CHECK(as_text(camera.data(op::kGetDevicePropValue, {nikon::kExposureIndex})) ==
          as_text(u16(800)));
    CHECK(camera.code(op::kSetDevicePropValue, {nikon::kExposureIndex}, u16(801)) ==
          rc::kInvalidPropertyValue);
    CHECK(camera.code(op::kSetDevicePropValue, {nikon::kExposureIndex}, Bytes{}) ==
          rc::kInvalidPropertyFormat);
    CHECK(camera.code(op::kSetDevicePropValue, {nikon::kBatteryLevel}, Bytes{std::byte{1}}) ==
          rc::kAccessDenied);
    CHECK(camera.code(op::kSetDevicePropValue, {0x5FFF}, u16(1)) == rc::kPropertyNotSupported);
  }

  TEST_CASE("a strange operation, storage or handle is refused by name") {
    Nikon camera;
    CHECK(camera.code(0x9999) == rc::kOperationNotSupported);
    CHECK(camera.code(op::kGetStorageInfo, {7}) == rc::kInvalidStorageId);
    CHECK(camera.code(op::kGetObjectHandles, {0xFFFFFFFF, 0, 12345}) == rc::kInvalidObjectHandle);
    CHECK(camera.code(op::kGetObjectInfo, {12345}) == rc::kInvalidObjectHandle);
    CHECK(camera.code(op::kGetThumb, {12345}) == rc::kInvalidObjectHandle);
  }
}
