#include "tests/drivers/virtual_camera/eos_record_reader.hpp"

#include "drivers/virtual_camera/nikon_codes.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

constexpr std::uint32_t kRamHandle = 0xFFFF0001;
constexpr std::uint32_t kRam = 1;
constexpr std::uint32_t kCard = 0;

struct Nikon : EngineBench {
  explicit Nikon() : EngineBench(ProfileName::Nikon) { open(); }
  std::uint16_t shoot(std::uint32_t target = kRam) {
    const std::uint16_t answer = code(op::kNikonCaptureInMedia, {0xFFFFFFFE, target});
    pass(1000);
    return answer;
  }
  OperationFault& plan(OperationFaultKind kind, std::uint16_t operation) {
    OperationFault fault;
    fault.kind = kind;
    fault.operation = operation;
    return faults().operations.emplace_back(fault);
  }
};

}  // namespace

TEST_SUITE("drivers/virtual_camera/faults") {
  TEST_CASE("a stalled operation is never answered, and only the planned one") {
    Nikon camera;
    OperationFault& fault = camera.plan(OperationFaultKind::Stall, op::kNikonGetEvent);
    fault.skip = 1;
    CHECK(std::holds_alternative<Reply>(camera.outcome(op::kNikonGetEvent)));
    CHECK(std::holds_alternative<Reply>(camera.outcome(op::kNikonDeviceReady)));
    CHECK(std::holds_alternative<Silence>(camera.outcome(op::kNikonGetEvent)));
    CHECK(std::holds_alternative<Silence>(camera.repeat()));
    CHECK(std::holds_alternative<Reply>(camera.outcome(op::kNikonGetEvent)));
  }

  TEST_CASE("a delayed operation is answered after its delay") {
    Nikon camera;
    OperationFault& fault = camera.plan(OperationFaultKind::Delay, 0);
    fault.delay = std::chrono::milliseconds(300);
    fault.times = -1;
    CHECK(std::holds_alternative<Later>(camera.outcome(op::kNikonGetEvent)));
    camera.pass(299);
    CHECK(std::holds_alternative<Later>(camera.repeat()));
    camera.pass(1);
    CHECK(std::holds_alternative<Reply>(camera.repeat()));
    CHECK(std::holds_alternative<Later>(camera.outcome(op::kNikonGetEvent)));
  }

  TEST_CASE("a dropped connection is no answer at all") {
    Nikon camera;
    camera.plan(OperationFaultKind::Drop, op::kGetObject);
    CHECK(std::holds_alternative<HangUp>(camera.outcome(op::kGetObject, {kRamHandle})));
  }

  TEST_CASE("a planned response stands for the operation, which does nothing") {
    Nikon camera;
    camera.plan(OperationFaultKind::Respond, op::kNikonCaptureInMedia).code = rc::kAccessDenied;
    CHECK(camera.shoot() == rc::kAccessDenied);
    CHECK(camera.engine.body().shots().empty());
  }

  TEST_CASE("a truncated data phase announces everything and sends less") {
    Nikon camera;
    camera.shoot();
    camera.plan(OperationFaultKind::Truncate, op::kGetObject).keep_bytes = 4;
    const Reply reply = camera.ask(op::kGetObject, {kRamHandle});
    REQUIRE(reply.data.has_value());
    CHECK(reply.data->size > 4);
    CHECK(reply.data->cut_after == 4);
  }

  TEST_CASE("a busy body refuses shots, readiness and live view until its time is over") {
    Nikon camera;
    camera.faults().busy_until = camera.now.steady + std::chrono::seconds(2);
    CHECK(camera.code(op::kNikonDeviceReady) == rc::kDeviceBusy);
    CHECK(camera.code(op::kNikonStartLiveView) == rc::kDeviceBusy);
    CHECK(camera.shoot() == rc::kDeviceBusy);
    camera.pass(2000);
    CHECK(camera.code(op::kNikonDeviceReady) == rc::kOk);
    CHECK(camera.shoot() == rc::kOk);
  }

  TEST_CASE("a Nikon that cannot focus takes nothing and says so, unless it is in manual focus") {
    Nikon camera;
    camera.faults().out_of_focus_shots = 1;
    const Bytes manual = PtpWriter().u16(1).take();
    REQUIRE(camera.code(op::kSetDevicePropValue, {nikon::kFocusMode}, manual) == rc::kOk);
    CHECK(camera.shoot() == rc::kOk);
    const Bytes single = PtpWriter().u16(0x8010).take();
    REQUIRE(camera.code(op::kSetDevicePropValue, {nikon::kFocusMode}, single) == rc::kOk);
    CHECK(camera.shoot() == rc::kNikonOutOfFocus);
    CHECK(camera.shoot() == rc::kOk);
    CHECK(camera.engine.body().shots().size() == 2);
  }

  TEST_CASE("an EOS that cannot focus tells it in a record and keeps the shutter closed") {
    Eos camera;
    camera.records();
    camera.faults().out_of_focus_shots = 1;
    CHECK(camera.shoot() == rc::kOk);
    const auto records = camera.records();
    const EosRecord* focus = first_of(records, eos::kOlcChanged);
    REQUIRE(focus != nullptr);
    CHECK(focus->body[11] ==
          std::byte{2});  // libgphoto2 looks for 0000200 in the hexadecimal digits
    CHECK(camera.engine.body().shots().empty());
    CHECK(camera.shoot() == rc::kOk);
    CHECK(camera.engine.body().shots().size() == 1);
  }

  TEST_CASE("a shot without events is taken, and nobody hears of it") {
    Nikon camera;
    camera.faults().shots_without_events = 1;
    CHECK(camera.shoot() == rc::kOk);
    CHECK(nikon_events(camera).empty());
    CHECK(camera.engine.body().has_unfetched_ram_image());
  }

  TEST_CASE("a duplicate ObjectAdded names the same photo twice") {
    Nikon camera;
    camera.faults().duplicate_events = 1;
    camera.shoot();
    const NikonEvents events = nikon_events(camera);
    REQUIRE(events.size() == 3);
    CHECK(events[0] == events[1]);
    CHECK(events[2].first == event::kNikonCaptureCompleteInRam);
  }

  TEST_CASE("a late ObjectAdded comes after capture complete") {
    Nikon camera;
    camera.faults().late_object_added = std::chrono::milliseconds(800);
    camera.shoot();
    CHECK(nikon_events(camera) == NikonEvents{{event::kNikonCaptureCompleteInRam, 0}});
    camera.pass(800);
    CHECK(nikon_events(camera) == NikonEvents{{event::kNikonObjectAddedInRam, kRamHandle}});
  }

  TEST_CASE("a corrupt photo differs from what the camera took") {
    const std::string good = "\xFF\xD8 photo 1 of a party \xFF\xD9";
    for (const CorruptPhoto how : {CorruptPhoto::CutShort, CorruptPhoto::Garbage,
                                   CorruptPhoto::Empty, CorruptPhoto::FlippedBytes}) {
      CAPTURE(static_cast<int>(how));
      Nikon camera;
      camera.faults().corrupt_photos = 1;
      camera.faults().corruption = how;
      camera.shoot();
      CHECK(as_text(camera.data(op::kGetObject, {kRamHandle})) != good);
    }
  }

  TEST_CASE("a wrong size stands in ObjectInfo only") {
    Nikon camera;
    camera.faults().wrong_size_photos = 1;
    camera.faults().size_lie = 77;
    camera.shoot();
    const Bytes description = camera.data(op::kGetObjectInfo, {kRamHandle});
    PtpReader reader(description);
    reader.u32();
    reader.u32();
    CHECK(reader.u32() == camera.data(op::kGetObject, {kRamHandle}).size() + 77);
  }

  TEST_CASE("an EOS without available shots never reports any") {
    Eos camera;
    camera.faults().has_no_available_shots = true;
    camera.set(eos::kCaptureDestination, eos::kDestinationHost);
    camera.code(eos::kHostCapacity, {0x0FFFFFFF, 0x1000, 1});
    const auto records = camera.records();
    for (const EosRecord& record : records)
      if (record.type == eos::kPropertyChanged && record.first_word() == eos::kAvailableShots)
        CHECK(record.second_word() == 0);
  }

  TEST_CASE("a full card refuses shots to it, and RAM still works") {
    Nikon camera;
    camera.faults().is_card_full = true;
    CHECK(camera.shoot(kCard) == rc::kStoreFull);
    CHECK(camera.shoot(kRam) == rc::kOk);
    Eos canon;
    canon.faults().is_card_full = true;
    CHECK(canon.shoot() == rc::kStoreFull);
  }

  TEST_CASE("prohibited live view says why in its bits") {
    Nikon camera;
    camera.faults().live_view_prohibited = 1U << 17;
    const Bytes bits = camera.data(op::kGetDevicePropValue, {nikon::kLiveViewProhibitCondition});
    CHECK(PtpReader(bits).u32() == 1U << 17);
    CHECK(camera.code(op::kNikonStartLiveView) == rc::kNikonInvalidStatus);
    Eos canon;
    canon.faults().live_view_prohibited = 1;
    canon.set(eos::kEvfOutputDevice, eos::kOutputComputer);
    CHECK(canon.code(eos::kGetViewfinderData) == eos::kNotReady);
  }

  TEST_CASE("live view ends by itself after so many frames and can be started again") {
    Nikon camera;
    camera.faults().live_view_ends_after = 2;
    REQUIRE(camera.code(op::kNikonStartLiveView) == rc::kOk);
    for (int i = 0; i < 2; ++i) {
      CHECK(camera.code(op::kNikonGetLiveViewImage) == rc::kOk);
      camera.pass(50);
    }
    CHECK(camera.code(op::kNikonGetLiveViewImage) == rc::kNikonNotLiveView);
    REQUIRE(camera.code(op::kNikonStartLiveView) == rc::kOk);
    CHECK(camera.code(op::kNikonGetLiveViewImage) == rc::kOk);
  }

  TEST_CASE("slow live view is busy for its time, then goes on") {
    Nikon camera;
    REQUIRE(camera.code(op::kNikonStartLiveView) == rc::kOk);
    camera.faults().live_view_busy_until = camera.now.steady + std::chrono::milliseconds(400);
    CHECK(camera.code(op::kNikonGetLiveViewImage) == rc::kDeviceBusy);
    camera.pass(400);
    CHECK(camera.code(op::kNikonGetLiveViewImage) == rc::kOk);
  }

  TEST_CASE("a falling battery ends at zero and forbids live view") {
    Nikon camera;
    camera.faults().battery_falls_from = camera.now.steady;
    camera.faults().battery_loss_per_minute = 10;
    camera.pass(60'000);
    CHECK(as_text(camera.data(op::kGetDevicePropValue, {nikon::kBatteryLevel})) ==
          std::string(1, 70));
    camera.pass(60'000 * 60);
    CHECK(as_text(camera.data(op::kGetDevicePropValue, {nikon::kBatteryLevel})) ==
          std::string(1, 0));
    CHECK(camera.code(op::kNikonStartLiveView) == rc::kNikonInvalidStatus);
  }

  TEST_CASE("a session that is already open is said to be, and works all the same") {
    EngineBench camera(ProfileName::Nikon);
    camera.faults().sessions_already_open = 1;
    CHECK(camera.code(op::kOpenSession, {1}) == rc::kSessionAlreadyOpen);
    CHECK(camera.code(op::kNikonDeviceReady) == rc::kOk);
  }

  TEST_CASE(
      "a shot whose client went away is lost, unless the body keeps old photos for the next") {
    for (const bool keeps : {false, true}) {
      CAPTURE(keeps);
      Nikon camera;
      camera.faults().keeps_old_photos = keeps;
      REQUIRE(camera.code(op::kNikonCaptureInMedia, {0xFFFFFFFF, kRam}) == rc::kOk);
      camera.engine.lose_connection();
      camera.open();
      camera.pass(1000);
      CHECK(nikon_events(camera).size() == (keeps ? 2 : 0));
      CHECK(camera.engine.body().shots().front().is_lost != keeps);
      CHECK(camera.shoot() == rc::kOk);
    }
  }

  TEST_CASE("a foreign photo goes where the body's own settings say") {
    Nikon camera;
    CHECK(camera.engine.press_shutter(camera.now) == Release::Taken);
    camera.pass(1000);
    const NikonEvents events = nikon_events(camera);
    REQUIRE(events.size() == 2);
    CHECK(events[0].first == event::kObjectAdded);
    CHECK(camera.engine.body().shots().front().is_foreign);
  }
}
