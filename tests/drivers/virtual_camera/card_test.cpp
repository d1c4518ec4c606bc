#include "tests/drivers/virtual_camera/eos_record_reader.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

constexpr std::uint32_t kRam = 1;
constexpr std::uint32_t kCard = 0;

struct Nikon : EngineBench {
  explicit Nikon() : EngineBench(ProfileName::Nikon) { open(); }
  void shoot(std::uint32_t target) {
    REQUIRE(code(op::kNikonCaptureInMedia, {0xFFFFFFFF, target}) == rc::kOk);
    pass(1000);
    engine.advance(now);
  }
};

}  // namespace

TEST_SUITE("drivers/virtual_camera/card") {
  TEST_CASE("old files are on the card, each with its own name") {
    Nikon camera;
    camera.engine.body().add_old_files(5000, camera.now.utc);
    const Bytes handles =
        camera.data(op::kGetObjectHandles, {MemoryCard::kStorage, format::kExifJpeg, 0});
    PtpReader reader(handles);
    CHECK(reader.u32() == 5000);
    const std::uint32_t first = reader.u32();
    const std::uint32_t second = reader.u32();
    CHECK(as_text(camera.data(op::kGetObjectInfo, {first})) !=
          as_text(camera.data(op::kGetObjectInfo, {second})));
    CHECK(camera.code(op::kDeleteObject, {kEverything}) == rc::kOk);
    CHECK(camera.engine.body().card().file_count() == 0);
  }

  TEST_CASE("a card keeps its files over connections and power cuts, and RAM keeps nothing") {
    Nikon camera;
    camera.shoot(kCard);
    camera.engine.lose_connection();
    camera.open();
    CHECK(camera.engine.body().card().file_count() == 1);

    REQUIRE(camera.code(op::kNikonCaptureInMedia, {0xFFFFFFFF, kCard}) == rc::kOk);
    camera.engine.body().lose_power();  // in the middle of writing the second
    camera.pass(1000);
    camera.engine.advance(camera.now);
    CHECK(camera.engine.body().card().file_count() == 1);
    CHECK(camera.engine.body().shots().back().is_lost);

    camera.shoot(kRam);
    CHECK(camera.engine.body().ram().size() == 1);
    camera.engine.body().lose_power();
    CHECK(camera.engine.body().ram().empty());
  }

  TEST_CASE("file numbers go on after other people's photos, and begin again on another card") {
    Nikon camera;
    auto& body = camera.engine.body();
    const auto newest_name = [&] {
      return body.find(body.card().handles(0, format::kExifJpeg).back())->name;
    };
    camera.shoot(kCard);
    CHECK(newest_name() == "DSC_0001.JPG");
    body.add_old_files(3, camera.now.utc);
    CHECK(newest_name() == "DSC_0004.JPG");
    camera.shoot(kCard);
    CHECK(newest_name() == "DSC_0005.JPG");
    body.change_card();
    CHECK(body.card().file_count() == 0);
    camera.shoot(kCard);
    CHECK(newest_name() == "DSC_0001.JPG");
  }
}
