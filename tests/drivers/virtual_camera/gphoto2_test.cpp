#include "tests/drivers/virtual_camera/gphoto_bench.hpp"

#include "drivers/virtual_camera/bit_strip.hpp"
#include "drivers/virtual_camera/jpeg_identity.hpp"
#include "tests/drivers/virtual_camera/decode_grey.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

std::span<const std::byte> as_bytes(const std::string& text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

/// How many pictures a motion JPEG holds: each begins with a marker that is never inside one.
std::size_t count_frames(const std::string& film) {
  const std::string comment = "booth-virtual-camera frame";
  std::size_t count = 0;
  for (std::size_t at = film.find(comment); at != std::string::npos;
       at = film.find(comment, at + 1))
    ++count;
  return count;
}

/// The same cases for both makers: what gphoto2 gets is what the camera took.
void download_is_identical(GphotoBench& bench) {
  bench.succeed({"--capture-image-and-download", "--filename", "shot.jpg"});
  const std::string photo = bench.text_of("shot.jpg");
  CHECK(photo.size() > 4'000'000);
  CHECK(photo.size() < 16'000'000);
  CHECK(bench.sha256_of("shot.jpg") == bench.sha256_of("kept/shot-0001.jpg"));
  CHECK(bench.sha256_of("shot.jpg") == bench.sha256_of_shot(1));
  const GreyPicture grey = decode_grey(as_bytes(photo));
  CHECK(grey.size == PixelSize{6000, 4000});
  CHECK(read_bit_strip(grey.pixels.data(), grey.size) == BitStripContent{true, 1});
}

void trigger_and_wait(GphotoBench& bench) {
  bench.succeed(
      {"--trigger-capture", "--wait-event-and-download=FILEADDED", "--filename", "shot.jpg"});
  CHECK(bench.sha256_of("shot.jpg") == bench.sha256_of_shot(1));
}

void card_capture(GphotoBench& bench) {
  bench.succeed({"--set-config", "capturetarget=1", "--capture-image", "--keep"});
  CHECK(bench.status("card_files") == 1);
  bench.succeed({"--get-file", "1", "--filename", "card.jpg"});
  CHECK(bench.sha256_of("card.jpg") == bench.sha256_of_shot(1));
  bench.succeed({"--delete-file", "1", "--recurse"});
  CHECK(bench.status("card_files") == 0);
}

void live_view(GphotoBench& bench) {
  bench.succeed({"--capture-preview"});
  const std::string frame = bench.text_of("capture_preview.jpg");
  const GreyPicture grey = decode_grey(as_bytes(frame));
  CHECK(grey.size == PixelSize{1024, 680});
  const auto strip = read_bit_strip(grey.pixels.data(), grey.size);
  REQUIRE(strip.has_value());
  CHECK_FALSE(strip->is_photo);
  CHECK(strip->counter == static_cast<std::uint32_t>(bench.status("frames_served")));
  CHECK(find_comment(as_bytes(frame))->find(" frame=" + std::to_string(strip->counter) + " ") !=
        std::string::npos);

  bench.succeed({"--capture-movie=30"});
  CHECK(count_frames(bench.text_of("movie.mjpg")) >= 30);
  CHECK_FALSE(bench.tell(R"({"do": "status"})").at("live_view").as_bool());
}

/// A killed client leaves a photo in RAM, live view on and its session open: the next one must find
/// a working camera.
void killed_client(GphotoBench& bench) {
  demo::ChildProcess film = bench.start({"--capture-movie=1000"});
  const auto is_filming = [&] { return bench.status("frames_served") > 5; };
  must(film.wait_until_ready(is_filming, testing::longest_wait()));
  bench.tell(R"({"do": "set", "processing_ms": 400})");
  film.kill_now();
  bench.succeed({"--trigger-capture"});  // leaves without waiting for its photo
  bench.succeed({"--capture-image-and-download", "--filename", "after.jpg"});
  CHECK(bench.sha256_of("after.jpg") ==
        bench.sha256_of_shot(static_cast<std::size_t>(bench.status("shots_taken"))));
  bench.succeed({"--capture-preview"});
}

}  // namespace

TEST_SUITE("drivers/virtual_camera/gphoto2 on a Nikon") {
  TEST_CASE("nikon: a downloaded photo is byte for byte what the camera took") {
    GphotoBench bench("nikon");
    download_is_identical(bench);
  }
  TEST_CASE("nikon: trigger and wait delivers the photo") {
    GphotoBench bench("nikon");
    trigger_and_wait(bench);
  }
  TEST_CASE("nikon: a shot to the card can be listed, fetched and deleted") {
    GphotoBench bench("nikon");
    card_capture(bench);
  }
  TEST_CASE("nikon: previews and a film come from live view") {
    GphotoBench bench("nikon");
    live_view(bench);
  }
  TEST_CASE("nikon: the next client works after one was killed") {
    GphotoBench bench("nikon", {"--exposure-ms", "10", "--processing-ms", "50"});
    killed_client(bench);
  }
  TEST_CASE("nikon: summary and settings are readable, and a setting can be changed") {
    GphotoBench bench("nikon", {"--serial", "12345678"});
    bench.succeed({"--summary"});
    CHECK(bench.said("Model: D7500"));
    CHECK(bench.said("Serial Number: 12345678"));
    CHECK(bench.said("Nikon Capture 3"));
    CHECK(bench.said(
        "Battery Level(0x5001):(read only) (type=0x2) Range [0 - 100, step 1] value: 80% (80)"));
    bench.succeed({"--list-config"});
    for (const char* name :
         {"/capturetarget", "/viewfinder", "/autofocusdrive", "/batterylevel", "/iso",
          "/shutterspeed", "/f-number", "/focusmode", "/imagequality", "/whitebalance"})
      CHECK_MESSAGE(bench.said(name), name);
    bench.succeed({"--set-config", "iso=800"});
    bench.succeed({"--get-config", "iso"});
    CHECK(bench.said("Current: 800"));
  }
}

TEST_SUITE("drivers/virtual_camera/gphoto2 on an EOS") {
  TEST_CASE("eos: a downloaded photo is byte for byte what the camera took") {
    GphotoBench bench("eos");
    download_is_identical(bench);
  }
  TEST_CASE("eos: trigger and wait delivers the photo") {
    GphotoBench bench("eos");
    trigger_and_wait(bench);
  }
  TEST_CASE("eos: a shot to the card can be listed, fetched and deleted") {
    GphotoBench bench("eos");
    card_capture(bench);
  }
  TEST_CASE("eos: previews and a film come from live view") {
    GphotoBench bench("eos");
    live_view(bench);
  }
  TEST_CASE("eos: the next client works after one was killed") {
    GphotoBench bench("eos", {"--exposure-ms", "10", "--processing-ms", "50"});
    killed_client(bench);
  }
  TEST_CASE("eos: RAW and JPEG arrive as two files") {
    GphotoBench bench("eos");
    bench.succeed({"--set-config", "imageformat=2", "--set-config", "capturetarget=1",
                   "--capture-image-and-download", "--filename", "both.%C"});
    CHECK(bench.sha256_of("both.JPG") == bench.sha256_of_shot(1));
    CHECK(bench.text_of("both.CR2").size() == 2'000'000);
  }
  TEST_CASE("eos: summary and settings are readable, and a setting can be changed") {
    GphotoBench bench("eos", {"--serial", "87654321"});
    bench.succeed({"--summary"});
    CHECK(bench.said("Model: Canon EOS 80D"));
    CHECK(bench.said("Canon EOS Capture 2"));
    bench.succeed({"--list-config"});
    for (const char* name : {"/capturetarget", "/viewfinder", "/autofocusdrive", "/batterylevel",
                             "/iso", "/shutterspeed", "/aperture", "/focusmode", "/imageformat",
                             "/whitebalance", "/eosremoterelease", "/output"})
      CHECK_MESSAGE(bench.said(name), name);
    bench.succeed({"--get-config", "eosserialnumber"});
    CHECK(bench.said("Current: 87654321"));
    bench.succeed({"--set-config", "iso=800"});
    bench.succeed({"--get-config", "iso"});
    CHECK(bench.said("Current: 800"));
  }
}

TEST_SUITE("drivers/virtual_camera/booth-virtual-camera") {
  TEST_CASE("the program ends cleanly on SIGTERM and takes its socket away") {
    GphotoBench bench("nikon");
    CHECK(bench.exists("control"));
    bench.camera().send_signal(SIGTERM);
    CHECK(must(bench.camera().wait_for_end(testing::longest_wait())) == 0);
    CHECK_FALSE(bench.exists("control"));
  }

  TEST_CASE("files of a folder are served instead of drawn photos") {
    GphotoBench first("nikon", {"--exposure-ms", "10", "--processing-ms", "10"});
    first.succeed({"--capture-image-and-download", "--filename", "only.jpg"});
    std::filesystem::create_directory(first.path("photos"));
    std::filesystem::copy(first.path("only.jpg"), first.path("photos/one.jpg"));
    GphotoBench second("eos", {"--photos", first.path("photos")});
    second.succeed({"--capture-image-and-download", "--filename", "served.jpg"});
    CHECK(second.sha256_of("served.jpg") == first.sha256_of("only.jpg"));
  }

  TEST_CASE("a wrong option or folder is told, and nothing starts") {
    const testing::TemporaryFolder folder;
    const std::string log = (folder.path() / "log").string();
    for (const std::string& option :
         {"--photos=" + folder.path().string(), std::string("--profile=leica"),
          std::string("--port=99999")}) {
      auto camera = must(demo::ChildProcess::start(
          {.words = {BOOTH_BIN_DIR "/booth-virtual-camera", option}, .log = log}));
      CHECK(must(camera.wait_for_end(testing::longest_wait())) != 0);
    }
  }
}
