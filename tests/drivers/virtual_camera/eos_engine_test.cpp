#include "tests/drivers/virtual_camera/engine_bench.hpp"

#include "drivers/virtual_camera/eos_codes.hpp"
#include "tests/drivers/virtual_camera/eos_record_reader.hpp"

using namespace booth;
using namespace booth::virtual_camera;

TEST_SUITE("drivers/virtual_camera/eos_profile") {
  TEST_CASE("switching events on tells every property and its choices, once") {
    Eos camera;
    const auto records = camera.records();
    CHECK(first_of(records, eos::kPropertyChanged, eos::kEvfOutputDevice) != nullptr);
    CHECK(first_of(records, eos::kAllowedValuesChanged, eos::kIso) != nullptr);
    CHECK(camera.records().empty());
  }

  TEST_CASE("there is no room for shots on the computer until it says so") {
    Eos camera;
    camera.records();
    camera.set(eos::kCaptureDestination, eos::kDestinationHost);
    const auto before = camera.records();
    const EosRecord* none = first_of(before, eos::kPropertyChanged, eos::kAvailableShots);
    REQUIRE(none != nullptr);
    CHECK(none->second_word() == 0);
    REQUIRE(camera.code(eos::kHostCapacity, {0x0FFFFFFF, 0x1000, 1}) == rc::kOk);
    const auto after = camera.records();
    const EosRecord* some = first_of(after, eos::kPropertyChanged, eos::kAvailableShots);
    REQUIRE(some != nullptr);
    CHECK(some->second_word() > 0);
  }

  TEST_CASE("half press focuses, full press exposes, and the photo asks to be fetched from RAM") {
    Eos camera;
    camera.aim_at_host();
    REQUIRE(camera.code(eos::kRemoteReleaseOn, {1, 0}) == rc::kOk);
    CHECK(first_of(camera.records(), eos::kOlcChanged) != nullptr);
    REQUIRE(camera.code(eos::kRemoteReleaseOn, {2, 0}) == rc::kOk);
    const auto exposing = camera.records();
    REQUIRE(first_of(exposing, eos::kCameraStatusChanged) != nullptr);
    CHECK(first_of(exposing, eos::kCameraStatusChanged)->first_word() == 1);
    camera.pass(1000);
    const auto done = camera.records();
    const EosRecord* transfer = first_of(done, eos::kRequestObjectTransfer);
    REQUIRE(transfer != nullptr);
    const std::uint32_t handle = transfer->first_word();
    CHECK(holds(camera.data(op::kGetPartialObject, {handle, 0, 1U << 20}), "photo 1"));
    CHECK(first_of(done, eos::kCameraStatusChanged)->first_word() == 0);
    CHECK(camera.code(eos::kTransferComplete, {handle}) == rc::kOk);
    CHECK(camera.engine.body().ram().empty());
  }

  TEST_CASE("in manual focus a half press says nothing about focus") {
    Eos camera;
    camera.set(eos::kFocusMode, eos::kFocusManual);
    camera.records();
    REQUIRE(camera.code(eos::kRemoteReleaseOn, {1, 0}) == rc::kOk);
    CHECK(first_of(camera.records(), eos::kOlcChanged) == nullptr);
  }

  TEST_CASE("with the card as target the shot becomes a file on it") {
    Eos camera;
    camera.records();
    REQUIRE(camera.code(eos::kRemoteReleaseOn, {3, 1}) == rc::kOk);
    camera.pass(1000);
    const auto records = camera.records();
    const EosRecord* added = first_of(records, eos::kObjectAdded);
    REQUIRE(added != nullptr);
    CHECK(holds(added->body, "IMG_0001.JPG"));
    CHECK(holds(camera.data(op::kGetObject, {added->first_word()}), "photo 1"));
  }

  TEST_CASE("RAW and JPEG are two files of one shot") {
    Eos camera;
    camera.records();
    Bytes raw_and_jpeg = PtpWriter()
                             .u32(44)
                             .u32(eos::kImageFormat)
                             .u32(2)
                             .u32(16)
                             .u32(6)
                             .u32(0)
                             .u32(4)
                             .u32(16)
                             .u32(1)
                             .u32(0)
                             .u32(3)
                             .take();
    REQUIRE(camera.code(eos::kSetDevicePropValueEx, {}, std::move(raw_and_jpeg)) == rc::kOk);
    REQUIRE(camera.code(eos::kRemoteReleaseOn, {3, 1}) == rc::kOk);
    camera.pass(1000);
    const auto records = camera.records();
    CHECK(std::count_if(records.begin(), records.end(), [](const EosRecord& record) {
            return record.type == eos::kObjectAdded;
          }) == 2);
  }

  TEST_CASE("live view follows the output device, and a frame comes in a block of its own") {
    Eos camera;
    CHECK(camera.code(eos::kGetViewfinderData, {0x200000}) == eos::kNotReady);
    camera.set(eos::kEvfOutputDevice, eos::kOutputComputer);
    const Bytes answer = camera.data(eos::kGetViewfinderData, {0x200000});
    PtpReader reader(answer);
    CHECK(reader.u32() == answer.size());
    CHECK(reader.u32() == 1);
    CHECK(holds(answer, "frame 1"));
    REQUIRE(camera.code(eos::kTerminateViewfinder) == rc::kOk);
    CHECK(camera.code(eos::kGetViewfinderData, {0x200000}) == eos::kNotReady);
  }

  TEST_CASE("a malformed setting is refused") {
    Eos camera;
    CHECK(camera.code(eos::kSetDevicePropValueEx, {}, Bytes(3)) == rc::kInvalidPropertyFormat);
    CHECK(camera.code(eos::kSetDevicePropValueEx, {},
                      PtpWriter().u32(12).u32(0xD0FF).u32(1).take()) == rc::kPropertyNotSupported);
    CHECK(camera.code(eos::kSetDevicePropValueEx, {},
                      PtpWriter().u32(12).u32(eos::kIso).u32(0x77).take()) ==
          rc::kInvalidPropertyValue);
    CHECK(camera.code(eos::kRequestDevicePropValue, {0xD0FF}) == rc::kGeneralError);
  }
}
