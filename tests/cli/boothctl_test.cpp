#include <fstream>
#include <iterator>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "tests/support/api_rig.hpp"
#include "tests/support/run_program.hpp"

namespace booth::testing {
namespace {

namespace json = boost::json;

/// The real program against a real socket.
ProgramResult boothctl(const ApiRig& rig, std::vector<std::string> words) {
  words.insert(words.begin(), {BOOTH_BIN_DIR "/boothctl", "--socket", rig.socket_path()});
  return run_program(words);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("cli/boothctl") {
  TEST_CASE("status says that all is well") {
    ApiRig rig;
    const auto shown = boothctl(rig, {"status"});
    CHECK(shown.exit_code == 0);
    CHECK(shown.err == "");
    CHECK(has(shown.out, "Anna & Ben"));
    CHECK(has(shown.out, "All is well."));
    CHECK(has(shown.out, "Nikon Z 30, battery 80 %"));
    CHECK(has(shown.out, "212 GB of 480 GB free"));
    CHECK_FALSE(has(shown.out, "\033"));  // no terminal, no colours
  }

  TEST_CASE("status names every trouble and what to do about it") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) {
      booth.shown.camera.state = CameraState::Failed;
      booth.shown.camera.message = "gvfs holds the camera";
      booth.shown.camera.what_to_do = "Stop gvfs-gphoto2-volume-monitor.";
      booth.shown.printers.push_back({"dnp",
                                      {PrinterCondition::OutOfMedia},
                                      booth.now - std::chrono::minutes(3),
                                      std::string(what_to_do(PrinterCondition::OutOfMedia))});
      booth.shown.prints.held = 2;
      booth.shown.uploads.waiting = 3;
      booth.shown.uploads.oldest_waiting = booth.now - std::chrono::minutes(47);
      booth.shown.network.state = "captive";
      booth.shown.health.push_back(
          {"clock", HealthLevel::Degraded, booth.now, "the date is wrong", "Set the date."});
    });
    const auto shown = boothctl(rig, {"status"});
    for (const char* part :
         {"Something needs you now", "gvfs holds the camera", "Stop gvfs-gphoto2-volume-monitor.",
          "dnp: out of media (for 3 min)", "Open the printer, put in a new roll", "2 need a person",
          "the oldest for 47 min", "captive", "the date is wrong", "Set the date."}) {
      CAPTURE(part);
      CHECK(has(shown.out, part));
    }
  }

  TEST_CASE("a session is started, followed and cancelled by its number") {
    ApiRig rig;
    CHECK(has(boothctl(rig, {"session", "list"}).out, "No session yet"));
    CHECK(boothctl(rig, {"session", "show"}).exit_code == 4);
    const auto started = boothctl(rig, {"session", "start", "--copies", "2"});
    CHECK(started.exit_code == 0);
    CHECK(has(started.out, "Session #1 counting down"));
    CHECK(boothctl(rig, {"session", "start"}).exit_code == 5);
    CHECK(has(boothctl(rig, {"session", "list"}).out, "counting down"));
    CHECK(has(boothctl(rig, {"session", "show", "1"}).out, "next photo in 5 s"));
    CHECK(has(boothctl(rig, {"session", "cancel", "last"}).out, "Session #1 is cancelled"));
    CHECK(boothctl(rig, {"session", "cancel", "#1"}).exit_code == 5);
    CHECK(boothctl(rig, {"session", "show", "77"}).exit_code == 4);
  }

  TEST_CASE("a sheet is made again, and the word identical is earned") {
    ApiRig rig;
    TemporaryFolder folder;
    const std::string output = (folder.path() / "again.jpg").string();
    rig.with_booth([](FakeBooth& booth) {
      auto& view = booth.add_session(SessionState::Done);
      for (const char c : std::string("a sheet")) booth.remade.jpeg.push_back(std::byte(c));
      view.sheet.emplace();
      view.sheet->id = SheetId("019aa9d0-1111-7000-8000-000000000001");
      view.sheet->sha256 = sha256_hex(booth.remade.jpeg);
    });
    const auto same = boothctl(rig, {"session", "render", "1", "--output", output});
    INFO(same.err);
    CHECK(same.exit_code == 0);
    CHECK(has(same.out, "byte for byte the one of then"));
    std::ifstream file(output);
    CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "a sheet");

    rig.with_booth([](FakeBooth& booth) { booth.remade.jpeg.push_back(std::byte{'!'}); });
    const auto other = boothctl(rig, {"session", "render", "1", "--output", output, "--json"});
    CHECK(other.exit_code == 1);
    CHECK_FALSE(json::parse(other.out).at("is_identical").as_bool());

    rig.with_booth([](FakeBooth& booth) {
      booth.remake_error = make_error(Errc::Conflict, "the template classic has changed");
    });
    const auto refused = boothctl(rig, {"session", "render", "1", "--output", output});
    CHECK(refused.exit_code == 5);
    CHECK(has(refused.err, "the template classic has changed"));
  }

  TEST_CASE("looks are listed, chosen and changed") {
    ApiRig rig;
    CHECK(has(boothctl(rig, {"session", "looks"}).out, "beach.jpg"));
    const auto started = boothctl(rig, {"session", "start", "--look", "warm", "--json"});
    CHECK(json::parse(started.out).at("look").as_string() == "warm");
    const auto changed =
        boothctl(rig, {"session", "change", "last", "--backdrop", "beach.jpg", "--json"});
    CHECK(json::parse(changed.out).at("look").as_string() == "warm");
    CHECK(json::parse(changed.out).at("backdrop").as_string() == "beach.jpg");
  }

  TEST_CASE("--json is the booth's own answer, also when it is a refusal") {
    ApiRig rig;
    const auto started = boothctl(rig, {"session", "start", "--json"});
    CHECK(json::parse(started.out).at("state").as_string() == "counting_down");
    CHECK(json::parse(boothctl(rig, {"--json", "status"}).out)
              .at_pointer("/event/slug")
              .as_string() == "anna-und-ben");
    const auto refused = boothctl(rig, {"session", "start", "--json"});
    CHECK(refused.exit_code == 5);
    CHECK(json::parse(refused.out).at("type").as_string() == "/problems/conflict");
    CHECK(has(refused.err, "still running"));
  }

  TEST_CASE("a sheet is printed again, and a held print is decided by the tail of its id") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) { booth.add_session(); });
    CHECK(has(boothctl(rig, {"print", "1", "--copies", "3"}).out, "3 copies asked for"));
    CHECK(has(boothctl(rig, {"prints", "--held"}).out, "No print waits"));
    CHECK(has(boothctl(rig, {"test", "print"}).out, "1 copy asked for"));
    const auto held = rig.with_booth([](FakeBooth& booth) {
      return booth.add_print(booth.views.front(), PrintState::Held, "paper ran out").id.str();
    });
    const auto list = boothctl(rig, {"prints"});
    CHECK(has(list.out, "paper ran out"));
    CHECK(has(list.out, "boothctl print confirm"));
    CHECK(has(boothctl(rig, {"prints", "show", held}).out, held));
    CHECK(has(boothctl(rig, {"prints", "confirm", held.substr(28)}).out, "counts as printed"));
    CHECK(boothctl(rig, {"prints", "retry", held}).exit_code == 5);
    CHECK(boothctl(rig, {"prints", "retry", "0000"}).exit_code == 4);
    CHECK(boothctl(rig, {"prints", "retry", "0"}).exit_code == 2);
  }

  TEST_CASE("an ambiguous tail is refused rather than guessed") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) {
      booth.add_session();
      booth.add_print(booth.views.front(), PrintState::Held).id =
          PrintId("019aa9d0-0000-7000-8000-aaaaaaaa1234");
      booth.add_print(booth.views.front(), PrintState::Held).id =
          PrintId("019aa9d0-0000-7000-8000-bbbbbbbb1234");
    });
    const auto refused = boothctl(rig, {"prints", "confirm", "1234"});
    CHECK(refused.exit_code == 2);
    CHECK(has(refused.err, "several prints end in \"1234\""));
    CHECK(boothctl(rig, {"prints", "confirm", "b1234"}).exit_code == 0);
  }

  TEST_CASE("uploads, templates, facts and camera settings are shown") {
    ApiRig rig;
    const auto id = rig.with_booth([](FakeBooth& booth) {
      booth.add_session();
      return booth.add_upload(UploadState::Parked, "403 Forbidden").id.str();
    });
    CHECK(has(boothctl(rig, {"uploads"}).out, "403 Forbidden"));
    CHECK(has(boothctl(rig, {"uploads", "retry", id}).out, "waits for its turn"));
    CHECK(has(boothctl(rig, {"template", "list"}).out, "classic-4x6"));
    CHECK(has(boothctl(rig, {"facts", "--after", "0"}).out, "session.started"));
    CHECK(has(boothctl(rig, {"camera", "config", "list"}).out, "100, 200, 400"));
    CHECK(boothctl(rig, {"camera", "config", "set", "iso", "100"}).exit_code == 0);
    CHECK(boothctl(rig, {"camera", "config", "set", "no/such", "1"}).exit_code == 4);
  }

  TEST_CASE(
      "the way to the cloud is shown with its estimate, tried, paused and followed to its end") {
    ApiRig rig;
    const auto shown = boothctl(rig, {"sync", "status"});
    CHECK(shown.exit_code == 0);
    for (const char* part :
         {"cloud", "online", "14, 92 MB", " ago", "250 kB/s", "done ", "3 wait", "1 refused"}) {
      CAPTURE(std::string(part));
      CAPTURE(shown.out);
      CHECK(has(shown.out, part));
    }
    CHECK(has(boothctl(rig, {"sync", "test", "cloud"}).out, "deleted  delete: then 404"));
    CHECK(boothctl(rig, {"sync", "test", "nosuch"}).exit_code == 4);
    CHECK(has(boothctl(rig, {"sync", "retry-facts"}).out, "2 facts were taken now."));

    CHECK(boothctl(rig, {"uploads", "pause"}).exit_code == 0);
    CHECK(has(boothctl(rig, {"sync", "status"}).out, "boothctl uploads resume"));
    CHECK(boothctl(rig, {"sync", "drain"}).exit_code == 5);  // would wait for ever
    CHECK(boothctl(rig, {"uploads", "resume"}).exit_code == 0);
    rig.with_booth([](FakeBooth& booth) { booth.synced.targets[0].counts.waiting = 0; });
    const auto drained = boothctl(rig, {"sync", "drain"});
    CHECK(drained.exit_code == 0);
    CHECK(has(drained.out, "Everything is in the cloud."));
    CHECK_FALSE(has(drained.out, "\r"));  // a bar is for screens
  }

  TEST_CASE("a session is forgotten, and the proof is shown") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) { booth.add_session(); });
    const auto forgotten = boothctl(rig, {"session", "forget", "last"});
    CHECK(forgotten.exit_code == 0);
    CHECK(has(forgotten.out, "6 files and 1 contact removed"));
    const auto proof = boothctl(rig, {"session", "erasures", "last"});
    CHECK(has(proof.out, "delete: then 404"));
    CHECK(has(proof.out, "not yet"));
    CHECK(boothctl(rig, {"session", "forget"}).exit_code == 2);
  }

  TEST_CASE("a photo is taken and the live view saved") {
    ApiRig rig;
    CHECK(has(boothctl(rig, {"shoot"}).out, "photos/test/a.jpg, 7.3 MB, is safe on disk"));
    const auto file = (rig.folder() / "now.jpg").string();
    CHECK(boothctl(rig, {"live", "--output", file}).exit_code == 0);
    CHECK(std::filesystem::file_size(file) == 11);
    rig.with_booth([](FakeBooth& booth) {
      booth.camera_error = make_error(Errc::NoCamera, "no camera is connected");
    });
    const auto failed = boothctl(rig, {"shoot"});
    CHECK(failed.exit_code == 1);
    CHECK(failed.err == "boothctl: no camera is connected\n");
    CHECK(boothctl(rig, {"live", "--output", file}).exit_code == 1);
  }

  TEST_CASE("without a booth it says so, says what to do, and ends with 3") {
    const auto alone = run_program({BOOTH_BIN_DIR "/boothctl", "status"},
                                   {{"BOOTHD_SOCKET", "/nonexistent/booth.sock"}});
    CHECK(alone.exit_code == 3);
    CHECK(has(alone.err, "no booth answers on /nonexistent/booth.sock"));
    CHECK(has(alone.err, "systemctl start boothd"));
    CHECK(alone.out == "");
  }

  TEST_CASE("a wrong command line ends with 2, help with 0") {
    const std::string program = BOOTH_BIN_DIR "/boothctl";
    CHECK(run_program({program}).exit_code == 2);
    CHECK(run_program({program, "statsu"}).exit_code == 2);
    CHECK(run_program({program, "session", "start", "--copies", "21"}).exit_code == 2);
    CHECK(run_program({program, "prints", "confirm"}).exit_code == 2);
    CHECK(run_program({program, "--version"}).exit_code == 0);
    CHECK(has(run_program({program, "print", "--help"}).out, "boothctl print 12 --copies 2"));
    CHECK(has(run_program({program, "--help"}).out, "3 no booth answers"));
  }
}

}  // namespace booth::testing
