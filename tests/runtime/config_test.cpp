#include "daemon/runtime/config.hpp"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using testing::TemporaryFolder;

constexpr const char* kLeast = "[event]\nslug = \"e\"\ntemplate = \"t\"\n";

struct Rig {
  TemporaryFolder folder;

  std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    auto path = (folder.path() / name).string();
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  Result<Config> load(const std::string& text) { return load_config(write("boothd.toml", text)); }

  /// The problems without the folder's name in front.
  std::vector<std::string> problems(const std::string& text) {
    const auto loaded = load(text);
    std::vector<std::string> lines;
    if (loaded) return lines;
    CHECK(loaded.error().code == Errc::BadInput);
    std::istringstream all(loaded.error().context);
    const auto prefix = folder.path().string() + "/";
    for (std::string line; std::getline(all, line);) {
      CHECK(line.starts_with(prefix));
      lines.push_back(line.substr(prefix.size()));
    }
    return lines;
  }
  std::string only_problem(const std::string& text) {
    const auto lines = problems(text);
    std::string all;
    for (const auto& line : lines) all += line + "\n";
    CAPTURE(all);
    REQUIRE(lines.size() == 1);
    return lines[0];
  }
};

std::string printer(const std::string& name, const std::string& queue) {
  return "[[printer]]\nname = \"" + name + "\"\nqueue = \"" + queue +
         "\"\nprofile = \"driverless\"\n";
}
std::string target(const std::string& rest) {
  return "[[target]]\nname = \"cloud\"\nkind = \"put\"\n" + rest;
}

}  // namespace

TEST_SUITE("runtime/config") {
  TEST_CASE_FIXTURE(Rig, "the smallest configuration is an event and a template") {
    const auto config = must(load(kLeast));
    CHECK(config.event.slug == "e");
    CHECK(config.event.title == "e");
    CHECK(config.event.copies == 1);
    CHECK(config.cameras.at(0).kind == "gphoto2");
    CHECK(config.printers.empty());
    CHECK(config.targets.empty());
    CHECK_FALSE(config.api.loopback_port.has_value());
    CHECK_FALSE(config.storage.keep.has_value());
  }

  TEST_CASE_FIXTURE(Rig, "every value arrives") {
    write("token", "0123456789abcdef\n");
    write("ca.pem", "x");
    const auto config = must(load(R"(
        [booth]
        name = "b"
        [event]
        slug = "e"
        title = "E"
        template = "t"
        copies = 0
        [session]
        first_countdown_s = 7.5
        review_s = 0
        captures_per_photo = 2
        [camera]
        kind = "hot_folder"
        folder = "in"
        preset = "day"
        [[camera_preset]]
        name = "day"
        settings = ["iso=100", "aperture=8"]
        [[printer]]
        name = "dnp"
        queue = "DNP_DS620"
        profile = "dnp-ds620"
        server = "/run/cups/cups.sock"
        [[target]]
        name = "cloud"
        kind = "put"
        url = "http://127.0.0.1:8080/up"
        classes = ["share_copy"]
        verify = "size"
        token_file = "token"
        ca_file = "ca.pem"
        upload_kib_per_s = 100
        [uploads]
        metered = true
        [storage]
        keep_days = 30
        [api]
        socket = "/tmp/s"
        loopback_port = 0
        token_file = "token"
        )"));
    CHECK(config.booth.name == "b");
    CHECK(config.event.copies == 0);
    CHECK(config.session.first_countdown == std::chrono::milliseconds(7500));
    CHECK(config.session.next_countdown == std::chrono::milliseconds(3000));
    CHECK(config.session.review == std::chrono::milliseconds(0));
    CHECK(config.session.captures_per_photo == 2);
    CHECK(config.cameras.at(0).settings == std::vector<std::string>{"iso=100", "aperture=8"});
    CHECK(config.cameras.at(0).folder == (folder.path() / "in").string());
    CHECK(config.printers.at(0).server == "/run/cups/cups.sock");
    const auto& cloud = config.targets.at(0);
    CHECK(cloud.classes == std::vector<std::string>{"share_copy"});
    CHECK(cloud.verify == "size");
    CHECK(cloud.upload_bytes_per_s == 102'400);
    CHECK(cloud.token_file == (folder.path() / "token").string());
    CHECK(config.uploads.is_metered);
    CHECK(config.storage.keep == std::chrono::days(30));
    CHECK(config.api.loopback_port == std::uint16_t{0});
    CHECK(must(read_secret(cloud.token_file)) == "0123456789abcdef");
  }

  TEST_CASE_FIXTURE(Rig, "one run names every mistake with its line and column") {
    const auto found = problems(
        "[event]\n"
        "slug = \"Anna & Ben\"\n"
        "templte = \"classic-4x6\"\n"
        "copies = \"two\"\n"
        "[session]\n"
        "first_countdown_s = 600\n"
        "[sesion]\n"
        "review_s = 1\n");
    REQUIRE(found.size() == 6);
    CHECK(found[0].starts_with("boothd.toml:2:8: event.slug: expected 1 to 64 lower-case letters"));
    CHECK(found[1].starts_with("boothd.toml:1:1: event.template: expected a text, found nothing"));
    CHECK(found[2] ==
          "boothd.toml:4:10: event.copies: expected a whole number from 0 to 20, found \"two\"");
    CHECK(found[3].find("boothd.toml:3:") == 0);
    CHECK(found[3].find("found \"templte\" (did you mean \"template\"?)") != std::string::npos);
    CHECK(found[4].find("session.first_countdown_s: expected seconds from 0 to 60, found 600") !=
          std::string::npos);
    CHECK(found[5].find("boothd.toml:7:") == 0);
    CHECK(found[5].find("found \"sesion\" (did you mean \"session\"?)") != std::string::npos);
  }

  TEST_CASE_FIXTURE(Rig, "wrong values are refused by name") {
    struct Case {
      std::string text;
      std::string expected;
    };
    const std::vector<Case> cases{
        {"[event]\nslug = \"\"\ntemplate = \"t\"\n",
         "event.slug: expected a text, found an empty one"},
        {"[event]\nslug = \"e\"\ntemplate = [\"t\"]\n",
         "event.template: expected a text in quotes, found a list"},
        {std::string(kLeast) + "[camera]\nkind = \"gphoto\"\n", "did you mean \"gphoto2\"?"},
        {std::string(kLeast) + "[camera]\nkind = \"hot_folder\"\n",
         "camera.folder: expected the folder"},
        {std::string(kLeast) + "[camera]\nfolder = \"x\"\n", "camera.folder: expected nothing"},
        {std::string(kLeast) + "[camera]\npreset = \"day\"\n",
         "camera.preset: expected the name of a [[camera_preset]], found \"day\""},
        {std::string(kLeast) + "[[camera_preset]]\nname = \"day\"\nsettings = [\"iso\"]\n",
         "camera_preset.settings: expected texts like"},
        {std::string(kLeast) + "[[camera_preset]]\nname = \"a\"\n[[camera_preset]]\nname = \"a\"\n",
         "\"a\" a second time"},
        {std::string(kLeast) + "[session]\nreview_s = nan\n", "session.review_s: expected seconds"},
        {std::string(kLeast) + "[session]\nreview_s = true\n", "found true"},
        {std::string(kLeast) + "[session]\nreview_s = 2026-11-22\n", "found a date or time"},
        {std::string(kLeast) + "[uploads]\nmetered = \"yes\"\n",
         "uploads.metered: expected true or false"},
        {std::string(kLeast) + "[storage]\nlow_mib = 100\n",
         "reserve_mib <= critical_mib <= low_mib"},
        {std::string(kLeast) + "[api]\nloopback_port = 70000\n", "from 0 to 65535, found 70000"},
        {std::string(kLeast) + "[api]\nloopback_port = 80\n", "api.token_file: expected the token"},
        {std::string(kLeast) + "[api]\nsocket = \"/" + std::string(200, 's') + "\"\n",
         "at most 107 bytes"},
        {std::string(kLeast) + "[printer]\nname = \"x\"\n",
         "printer: expected [[printer]] sections, found a table"},
        {std::string(kLeast) + "session = 3\n", "event.session: expected a key that boothd knows"},
        {"session = 3\n" + std::string(kLeast), "session: expected a [session] section, found 3"},
        {std::string(kLeast) + printer("a", "q 1"), "printer.queue: expected 1 to 64 letters"},
        {std::string(kLeast) + printer("a", "q1") + printer("a", "q2"), "\"a\" a second time"},
        {std::string(kLeast) + printer("a", "q") + printer("b", "q"), "\"q\" a second time"},
        {std::string(kLeast) + target("url = \"http://cloud.example/\"\n"),
         "expected https, because"},
        {std::string(kLeast) + target("url = \"http://127.0.0.1.evil.example/\"\n"),
         "expected https, because"},
        {std::string(kLeast) + target("url = \"https://user:secret@cloud.example/\"\n"),
         "without a password"},
        {std::string(kLeast) + target("url = \"ftp://cloud.example/\"\n"),
         "expected https://host/path"},
        {std::string(kLeast) + target("url = \"https://c/\"\nclasses = []\n"),
         "target.classes: expected a list"},
        {std::string(kLeast) + target("url = \"https://c/\"\nclasses = [\"originals\"]\n"),
         "did you mean \"original\"?"},
        {std::string(kLeast) + target("url = \"https://c/\"\nca_file = \"missing.pem\"\n"),
         "target.ca_file: expected a file"},
        {std::string(kLeast) + target("url = \"https://c/\"\ntoken_file = \"missing\"\n"),
         "target.token_file: expected a file"},
        {std::string(kLeast) + target("url = \"https://c/\"\nbucket = \"b\"\n"),
         "target.bucket: expected nothing"},
        {std::string(kLeast) + target("url = \"https://c/\"\nclient_cert_file = \"boothd.toml\"\n"),
         "or neither"},
        {std::string(kLeast) + target(""), "target.url: expected a text, found nothing"},
    };
    for (const auto& bad : cases) {
      CAPTURE(bad.text);
      const auto found = only_problem(bad.text);
      CAPTURE(found);
      CHECK(found.find(bad.expected) != std::string::npos);
    }
  }

  TEST_CASE_FIXTURE(Rig, "an s3 target needs its four keys") {
    const auto found =
        problems(std::string(kLeast) +
                 "[[target]]\nname = \"c\"\nkind = \"s3\"\nurl = \"https://s3.example\"\n");
    CHECK(found.size() == 4);
  }

  TEST_CASE_FIXTURE(Rig,
                    "a secret that others can read is refused, with the command that mends it") {
    write("token", "0123456789abcdef\n", 0644);
    const auto found = only_problem(std::string(kLeast) +
                                    target("url = \"https://c/\"\ntoken_file = \"token\"\n"));
    CHECK(found.find("chmod o=") != std::string::npos);
    write("token", "0123456789abcdef\n", 0640);
    CHECK(load(std::string(kLeast) + target("url = \"https://c/\"\ntoken_file = \"token\"\n"))
              .has_value());
  }

  TEST_CASE_FIXTURE(Rig, "looks, backdrops and printer profiles are checked before guests come") {
    write("beach.jpg", "x");
    write("p.icc", "x");
    const std::string event = "[event]\nslug = \"e\"\ntemplate = \"t\"\n";
    const auto config =
        must(load(event + "look = \"smooth+warm\"\nbackdrop = \"beach.jpg\"\n" + printer("a", "A") +
                  "icc_profile = \"p.icc\"\n" + "[templates]\nbackdrops = \".\"\n"));
    CHECK(config.event.look == "smooth+warm");
    CHECK(config.event.backdrop == "beach.jpg");
    CHECK(config.printers[0].icc_profile == (folder.path() / "p.icc").string());
    CHECK(only_problem(event + "look = \"grey\"\n")
              .find("boothd.toml:4:8: event.look: expected one of") == 0);
    CHECK(only_problem(event + "backdrop = \"beach.jpg\"\n").find("templates.backdrops") !=
          std::string::npos);
    CHECK(only_problem(event + "backdrop = \"../beach.jpg\"\n[templates]\nbackdrops = \"x\"\n")
              .find("event.backdrop") != std::string::npos);
    CHECK(only_problem(event + printer("a", "A") + "icc_profile = \"none.icc\"\n")
              .find("printer.icc_profile") != std::string::npos);
  }

  TEST_CASE_FIXTURE(Rig, "text that is no TOML is refused with its place") {
    CHECK(only_problem("[event\n").find("boothd.toml:1:") == 0);
    CHECK(only_problem("[event]\nslug = 1\nslug = 2\n").find("this is not TOML") !=
          std::string::npos);
    CHECK(only_problem("\xFF\xFE").find("this is not TOML") != std::string::npos);
    CHECK(only_problem("[event]\n\u00e9 = 1\n").find("toml:2:1: this is not TOML") !=
          std::string::npos);
    std::string deep = "a";
    for (int i = 0; i < 120'000; ++i) deep += ".a";
    CHECK(only_problem("\n" + deep + " = 1\n")
              .find("toml:2:402: this is not TOML: more than 200 dots") != std::string::npos);
  }

  TEST_CASE_FIXTURE(Rig, "a file that is not there is named") {
    const auto loaded = load_config((folder.path() / "missing.toml").string());
    REQUIRE(loaded.has_error());
    CHECK(loaded.error().context.find("missing.toml: cannot be read") != std::string::npos);
    CHECK(load_config(folder.path().string()).has_error());
  }

  TEST_CASE_FIXTURE(Rig, "an empty secret is refused") {
    CHECK(read_secret(write("empty", "\n")).has_error());
    CHECK(read_secret((folder.path() / "missing").string()).has_error());
    CHECK(must(read_secret(write("dos", "abc \r\nrest"))) == "abc");
  }
}

}  // namespace booth
