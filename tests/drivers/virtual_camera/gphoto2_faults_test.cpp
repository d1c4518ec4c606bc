#include "tests/drivers/virtual_camera/gphoto_bench.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

using Words = GphotoBench::Words;

const Words kQuick{"--exposure-ms", "10", "--processing-ms", "50"};
const Words kCapture{"--capture-image-and-download", "--filename", "shot.jpg", "--force-overwrite"};
const Words kPreview{"--capture-preview", "--force-overwrite"};

/// One fault, and the sentence that gphoto2 says about it. gphoto2 often exits with 0 after an
/// error, so the text decides.
struct Case {
  const char* fault;
  Words command;
  const char* sentence;
};

void expect_sentence(GphotoBench& bench, const Case& expected) {
  CAPTURE(expected.fault);
  bench.fault(expected.fault);
  bench.run(expected.command);
  INFO(bench.said());
  CHECK(bench.said(expected.sentence));
  bench.tell(R"({"do": "clear_faults"})");
}

/// After whatever happened the camera serves the next client as if nothing had.
void expect_good_photo(GphotoBench& bench) {
  std::filesystem::remove(bench.path("shot.jpg"));
  bench.succeed(kCapture);
  CHECK(bench.sha256_of("shot.jpg") ==
        bench.sha256_of_shot(static_cast<std::size_t>(bench.status("shots_taken"))));
}

/// The client hangs for good: it still runs when the camera has been done for a while. Then it is
/// killed.
void expect_hang(demo::ChildProcess& client) {
  CHECK(client.wait_for_end(std::chrono::seconds(3)).has_error());
  client.kill_now();
}

}  // namespace

TEST_SUITE("drivers/virtual_camera/faults that gphoto2 sees on a Nikon") {
  TEST_CASE("nikon: a fault on the wire fails the capture, and the next one works") {
    GphotoBench bench("nikon", kQuick);
    expect_sentence(bench, {R"("name": "stall", "operation": "0x9207")", kCapture, "timed out"});
    expect_sentence(bench,
                    {R"("name": "drop", "operation": "0x1009")", kCapture, "Could not capture"});
    expect_sentence(bench, {R"("name": "truncate", "operation": "0x1009", "keep_bytes": 100000)",
                            kCapture, "Could not capture"});
    expect_sentence(bench, {R"("name": "respond", "operation": "0x1009", "code": "0x200F")",
                            kCapture, "PTP Access Denied"});
    expect_sentence(bench, {R"("name": "reject_connection")", kPreview, "Unspecified error"});
    expect_good_photo(bench);
  }

  TEST_CASE("nikon: a body that will not shoot says why, and shoots afterwards") {
    GphotoBench bench("nikon", kQuick);
    expect_sentence(bench, {R"("name": "busy", "ms": 60000)", kCapture, "PTP Device Busy"});
    expect_sentence(bench, {R"("name": "out_of_focus")", kCapture, "Out of Focus"});
    expect_sentence(bench, {R"("name": "card_full")",
                            {"--set-config", "capturetarget=1", "--capture-image"},
                            "PTP Store Full"});
    CHECK(bench.status("shots_taken") == 0);
    bench.succeed({"--set-config", "capturetarget=0"});
    expect_good_photo(bench);
  }

  TEST_CASE("nikon: corrupt bytes arrive as they are, without a word from the driver") {
    GphotoBench bench("nikon", kQuick);
    for (const char* how : {"cut_short", "garbage", "flipped_bytes"}) {
      CAPTURE(how);
      bench.fault(R"("name": "corrupt_photo", "how": ")" + std::string(how) + "\"");
      bench.succeed(kCapture);
      const auto number = static_cast<std::size_t>(bench.status("shots_taken"));
      CHECK(bench.sha256_of("shot.jpg") == bench.sha256_of_shot(number));
      CHECK(bench.sha256_of("shot.jpg") !=
            bench.sha256_of("kept/shot-000" + std::to_string(number) + ".jpg"));
    }
  }

  TEST_CASE("nikon: a wrong size in ObjectInfo cuts the file") {
    GphotoBench bench("nikon", kQuick);
    bench.fault(R"("name": "wrong_size", "by": -1000)");
    bench.succeed(kCapture);
    CHECK(bench.text_of("shot.jpg").size() + 1000 == bench.text_of("kept/shot-0001.jpg").size());
  }

  TEST_CASE("nikon: duplicate and late news of a photo") {
    GphotoBench bench("nikon", kQuick);
    bench.fault(R"("name": "duplicate_object")");
    bench.succeed({"--trigger-capture", "--wait-event=CAPTURECOMPLETE"});
    CHECK(bench.said("FILEADDED capt0000.jpg"));
    CHECK(bench.said("FILEADDED capt0001.jpg"));

    bench.fault(R"("name": "late_object", "ms": 500)");
    bench.succeed({"--trigger-capture", "--wait-event=FILEADDED"});
    CHECK(bench.said().find("CAPTURECOMPLETE") < bench.said().find("FILEADDED capt"));
  }

  TEST_CASE("nikon: live view that is slow is a preview without bytes, not an error") {
    GphotoBench bench("nikon", kQuick);
    bench.fault(R"("name": "slow_live_view", "ms": 60000)");
    bench.succeed(kPreview);
    CHECK_FALSE(bench.exists("capture_preview.jpg"));
    bench.tell(R"({"do": "clear_faults"})");
    bench.succeed(kPreview);
    CHECK(bench.exists("capture_preview.jpg"));
  }

  TEST_CASE("nikon: live view that is forbidden says why, and one that ended is started again") {
    GphotoBench bench("nikon", kQuick);
    expect_sentence(bench, {R"("name": "live_view_prohibited", "bits": 131072)", kPreview,
                            "Temperature too high"});
    expect_sentence(
        bench, {R"("name": "live_view_prohibited", "bits": 256)", kPreview, "Battery exhausted"});
    expect_sentence(bench, {R"("name": "live_view_ends", "after_frames": 3)",
                            {"--capture-movie=8"},
                            "Movie capture finished (9 frames)"});
  }

  TEST_CASE("nikon: a falling battery, old files, the body's own button, a session left open") {
    GphotoBench bench("nikon", kQuick);
    expect_sentence(bench, {R"("name": "battery_falls", "percent_per_minute": 1000000)",
                            {"--get-config", "batterylevel"},
                            "Current: 0%"});
    bench.tell(R"({"do": "old_files", "count": 5000})");
    bench.succeed({"--num-files", "--folder", "/store_00010001/DCIM/100NCD75"});
    CHECK(bench.said("5000"));
    bench.fault(R"("name": "session_already_open")");
    bench.succeed(kPreview);

    demo::ChildProcess listener = bench.start({"--wait-event=FILEADDED"});
    const auto is_listening = [&] {
      return bench.tell(R"({"do": "status"})").at("session_open").as_bool();
    };
    must(listener.wait_until_ready(is_listening, testing::longest_wait()));
    bench.tell(R"({"do": "press_shutter"})");
    CHECK(must(listener.wait_for_end(testing::longest_wait())) == 0);
    CHECK(bench.said("FILEADDED"));
    CHECK(bench.shot(1).at("foreign").as_bool());
  }

  TEST_CASE("nikon: a slow link delivers all the same") {
    GphotoBench bench("nikon", kQuick);
    bench.fault(R"("name": "slow_link", "bytes_per_second": 5000000)");
    expect_good_photo(bench);
  }

  TEST_CASE("nikon: a pulled cable ends the film, and the next client works") {
    GphotoBench bench("nikon", kQuick);
    demo::ChildProcess film = bench.start({"--capture-movie=100000"});
    const auto is_filming = [&] { return bench.status("frames_served") > 5; };
    must(film.wait_until_ready(is_filming, testing::longest_wait()));
    bench.tell(R"({"do": "drop_connection"})");
    must(film.wait_for_end(testing::longest_wait()));
    expect_good_photo(bench);
  }
}

TEST_SUITE("drivers/virtual_camera/faults that gphoto2 sees on an EOS") {
  TEST_CASE("eos: a fault on the wire fails the capture, and the next one works") {
    GphotoBench bench("eos", kQuick);
    expect_sentence(bench,
                    {R"("name": "stall", "operation": "0x9128")", kCapture, "Half-Press failed"});
    expect_sentence(bench,
                    {R"("name": "drop", "operation": "0x101B")", kCapture, "Could not capture"});
    expect_sentence(bench, {R"("name": "truncate", "operation": "0x101B", "keep_bytes": 100000)",
                            kCapture, "Could not capture"});
    expect_good_photo(bench);
  }

  TEST_CASE("eos: a body that will not shoot says why, and shoots afterwards") {
    GphotoBench bench("eos", kQuick);
    expect_sentence(bench, {R"("name": "busy", "ms": 60000)", kCapture, "PTP Device Busy"});
    expect_sentence(bench, {R"("name": "out_of_focus")", kCapture, "Perhaps no focus?"});
    expect_sentence(bench, {R"("name": "card_full")",
                            {"--set-config", "capturetarget=1", "--capture-image"},
                            "PTP Store Full"});
    CHECK(bench.status("shots_taken") == 0);
    bench.succeed({"--set-config", "capturetarget=0"});
    expect_good_photo(bench);
  }

  TEST_CASE("eos: without available shots the driver never returns, and the next client works") {
    GphotoBench bench("eos", kQuick);
    bench.fault(R"("name": "no_available_shots")");
    demo::ChildProcess stuck = bench.start(kCapture);
    expect_hang(stuck);
    CHECK(bench.status("shots_taken") == 0);
    bench.tell(R"({"do": "clear_faults"})");
    expect_good_photo(bench);
  }

  TEST_CASE("eos: a shot that nobody is told of hangs the driver, and the next client works") {
    GphotoBench bench("eos", kQuick);
    bench.fault(R"("name": "no_events")");
    demo::ChildProcess stuck = bench.start(kCapture);
    const auto is_untold = [&] { return bench.status("ram_images") == 1; };
    must(stuck.wait_until_ready(is_untold, testing::longest_wait()));
    expect_hang(stuck);
    expect_good_photo(bench);
  }

  TEST_CASE("eos: a size too large makes the driver ask for ever, and the next client works") {
    GphotoBench bench("eos", kQuick);
    bench.fault(R"("name": "wrong_size", "by": 1000)");
    demo::ChildProcess stuck = bench.start(kCapture);
    const auto is_fetched = [&] {
      return bench.status("ram_images") == 1 && bench.status("unfetched_ram_image") == 0;
    };
    must(stuck.wait_until_ready(is_fetched, testing::longest_wait()));
    expect_hang(stuck);
    expect_good_photo(bench);
  }

  TEST_CASE("eos: slow live view is waited for, late news of a photo arrive") {
    GphotoBench bench("eos", kQuick);
    bench.fault(R"("name": "slow_live_view", "ms": 700)");
    bench.succeed(kPreview);
    CHECK(bench.exists("capture_preview.jpg"));
    bench.fault(R"("name": "late_object", "ms": 500)");
    bench.succeed({"--trigger-capture", "--wait-event=FILEADDED"});
    CHECK(bench.said().find("CAPTURECOMPLETE") < bench.said().find("FILEADDED capt"));
  }

  TEST_CASE("eos: live view that ended by itself fails the film, and the next preview works") {
    GphotoBench bench("eos", kQuick);
    expect_sentence(bench, {R"("name": "live_view_ends", "after_frames": 3)",
                            {"--capture-movie=8"},
                            "Movie capture finished (3 frames)"});
    bench.succeed(kPreview);
    CHECK(bench.exists("capture_preview.jpg"));
  }
}
