#include <filesystem>
#include <fstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/cli/redact.hpp"
#include "daemon/cli/top_screen.hpp"
#include "daemon/cli/waterfall.hpp"
#include "tests/support/api_rig.hpp"
#include "tests/support/run_program.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;
using testing::ApiRig;

testing::ProgramResult boothctl(const ApiRig& rig, std::vector<std::string> words) {
  words.insert(words.begin(), {BOOTH_BIN_DIR "/boothctl", "--socket", rig.socket_path()});
  return testing::run_program(words);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text)
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  return lines;
}

json::value span(const char* name, const char* from, const char* to, const char* note = "") {
  const auto at = [](const char* time) { return "2026-12-05T20:00:" + std::string(time) + "Z"; };
  return {{"name", name},
          {"subject", "019aa9d0-0000-7000-8000-0000000000ab"},
          {"started_at", at(from)},
          {"ended_at", *to ? json::value(at(to)) : json::value(nullptr)},
          {"note", note}};
}

constexpr UtcTime kNow{std::chrono::milliseconds{1'796'500'860'000}};

}  // namespace

TEST_SUITE("cli/waterfall") {
  TEST_CASE("bars stand one behind the other, and what goes on says so") {
    const json::value trace{
        {"trace_id", "abc"},
        {"spans", json::array{span("session.preparing", "00.000", "01.000"),
                              span("session.capturing", "01.000", "04.000"),
                              span("upload.waiting", "04.000", "", "no network")}}};
    const auto text = waterfall(Terminal(false, 100), trace, kNow);
    const auto lines = lines_of(text);
    REQUIRE(lines.size() >= 6);
    CHECK(lines[0] == "Trace abc");
    CHECK(has(lines[1], "|0 ms"));
    CHECK(has(lines[2], "session preparing"));
    CHECK(has(lines[2], "1.0 s"));
    CHECK(lines[3].find("█") > lines[2].find("█"));
    CHECK(has(lines[4], "▶"));
    CHECK(has(text, "no network"));
    for (const auto& line : lines) CHECK(width_of(line) <= 100);
  }

  TEST_CASE("what is true of ten uploads is written under the first of them") {
    const json::value trace{
        {"spans", json::array{span("upload.sending", "00.000", "01.000", "read back: sha256"),
                              span("upload.sending", "01.000", "02.000", "read back: sha256"),
                              span("print.sending", "01.000", "02.000", "read back: sha256")}}};
    const auto text = waterfall(Terminal(false, 100), trace, kNow);
    const auto first = text.find("read back");
    REQUIRE(first != std::string::npos);
    const auto second = text.find("read back", first + 1);
    REQUIRE(second != std::string::npos);
    CHECK(second > text.find("print sending"));
    CHECK(text.find("read back", second + 1) == std::string::npos);
  }

  TEST_CASE("odd traces never break the picture") {
    for (const char* trace :
         {"{}", "null", R"({"spans": [{"name": "x"}, 7]})",
          R"({"spans": [{"name": "", "started_at": "2026-12-05T20:00:00.000Z"}]})"})
      CHECK_FALSE(waterfall(Terminal(false, 10), json::parse(trace), kNow).empty());
  }
}

TEST_SUITE("cli/top_screen") {
  TEST_CASE("the picture never leaves the screen, however small it is") {
    ApiRig rig;
    TopView view;
    view.now = kNow;
    view.status = json::parse(boothctl(rig, {"status", "--json"}).out);
    view.facts = json::parse(
        R"({"items": [{"type": "session.started", "subject": "x", "at": "", "data": {}}]})");
    for (const int rows : {1, 5, 24, 60})
      for (const int columns : {20, 80, 200}) {
        CAPTURE(rows);
        CAPTURE(columns);
        const auto frame = top_frame(Terminal(true, columns, true), rows, view);
        const auto lines = lines_of(frame);
        CHECK(static_cast<int>(lines.size()) == rows);
      }
    const auto frame = top_frame(Terminal(false, 100, true), 40, view);
    CHECK(has(frame, "Anna & Ben"));
    CHECK(has(frame, "prints under way"));
    CHECK(has(frame, "session.started"));
  }

  TEST_CASE("a painted text is cut by what is seen of it") {
    CHECK(cut_to("\033[1mAnna\033[0m & Ben", 6) == "\033[1mAnna\033[0m &\033[0m");
    CHECK(cut_to("schön", 4) == "schö");
    CHECK(cut_to("", 4).empty());
  }

  TEST_CASE("a booth that is away is waited for") {
    TopView view;
    view.trouble = "nobody answers";
    CHECK(has(top_frame(Terminal(false, 80, true), 10, view), "nobody answers"));
  }

  TEST_CASE("without a screen it is refused") {
    ApiRig rig;
    const auto refused = boothctl(rig, {"top"});
    CHECK(refused.exit_code == 2);
    CHECK(has(refused.err, "needs a screen"));
  }
}

TEST_SUITE("cli/camera") {
  TEST_CASE("a measured camera says how late it was, and one that cannot be measured why") {
    ApiRig rig;
    const auto measured = boothctl(rig, {"camera", "calibrate"});
    CHECK(measured.exit_code == 0);
    CHECK(has(measured.out, "83 ms after the order (5 photos, 78 ms to 91 ms)"));
    rig.with_booth([](auto& booth) {
      booth.camera_error = make_error(Errc::Unsupported, "this camera does not show its clock");
    });
    const auto refused = boothctl(rig, {"camera", "calibrate"});
    CHECK(refused.exit_code != 0);
    CHECK(has(refused.err, "does not show its clock"));
    CHECK(has(refused.err, "shutter_lag_s"));
  }

  TEST_CASE("settings are those of the camera that was named") {
    ApiRig rig;
    CHECK(has(boothctl(rig, {"camera", "config", "list"}).out, "iso"));
    const auto other = boothctl(rig, {"camera", "config", "list", "--camera", "side & back"});
    CHECK(other.exit_code != 0);
    CHECK(has(other.err, "there is no camera side & back"));
    CHECK(boothctl(rig, {"camera", "config", "set", "iso", "200", "--camera", "x"}).exit_code != 0);
  }
}

TEST_SUITE("cli/redact") {
  TEST_CASE("what sounds like a secret is blacked out, and the rest stays") {
    struct Case {
      const char* text;
      const char* secret;
    };
    const Case cases[] = {
        {"Authorization: Bearer abc.DEF-123", "abc"},
        {"GET /v1/feed?access_token=s3cr3t&after=1", "s3cr3t"},
        {"https://user:pass@example.org/x", "pass"},
        {"https://s3/x?X-Amz-Signature=deadbeef&y=1", "deadbeef"},
        {"token = \"abc123\"", "abc123"},
        {R"({"password": "hunter2"})", "hunter2"},
    };
    for (const auto& one : cases) {
      CAPTURE(one.text);
      const auto safe = redacted(one.text, true);
      CHECK_FALSE(has(safe, one.secret));
      CHECK(has(safe, "[redacted]"));
    }
    CHECK(redacted("token_file = \"/etc/boothd/token\"", true) ==
          "token_file = \"/etc/boothd/token\"");
    CHECK(redacted("a\nb\n", false) == "a\nb\n");
    CHECK_FALSE(has(redacted(R"({"event_title": "Anna \"A\" Ben", "n": 1})", false), "Ben"));
    CHECK(has(redacted(R"({"event_title": "Anna"})", true), "Anna"));
  }

  TEST_CASE("a long line is searched piece by piece without losing a byte") {
    std::string line = "{";
    for (int i = 0; i < 3000; ++i) line += R"("key)" + std::to_string(i) + R"(":"value",)";
    line += R"("token":"s3cr3t"})";
    const auto safe = redacted(line, true);
    CHECK_FALSE(has(safe, "s3cr3t"));
    CHECK(safe.size() == line.size() + std::string("[redacted]").size() - 6);
  }
}

TEST_SUITE("cli/operating") {
  TEST_CASE("an event is created, selected, changed and taken back by its slug") {
    ApiRig rig;
    CHECK(has(boothctl(rig, {"event"}).out, "anna-und-ben"));
    const auto created =
        boothctl(rig, {"event", "create", "party", "--title", "Party", "--template", "strip-2x6",
                       "--most-prints", "400", "--feature", "retake=off"});
    CHECK(created.exit_code == 0);
    CHECK(has(created.out, "retake off"));
    CHECK(has(created.out, "event select party"));
    CHECK(has(boothctl(rig, {"event", "select", "party"}).out, "party, version 1 is active"));
    CHECK(has(boothctl(rig, {"event", "edit", "--copies", "3"}).out, "version 2"));
    CHECK(has(boothctl(rig, {"event", "edit", "--closes", "2026-12-05 23:00"}).out,
              "until 2026-12-"));
    CHECK(has(boothctl(rig, {"event", "revert"}).out, "anna-und-ben, version 1 is active"));
    CHECK(has(boothctl(rig, {"event", "close", "party"}).out, "is closed"));
    CHECK(has(boothctl(rig, {"event", "list"}).out, "closed"));
    CHECK(boothctl(rig, {"event", "show", "nosuch"}).exit_code == 4);
    CHECK(boothctl(rig, {"event", "edit"}).exit_code == 2);
    CHECK(boothctl(rig, {"event", "edit", "--opens", "tomorrow"}).exit_code == 2);
    CHECK(boothctl(rig, {"event", "edit", "--feature", "retake"}).exit_code == 2);
  }

  TEST_CASE("facts are sifted by type and by subject") {
    ApiRig rig;
    rig.with_booth([](testing::FakeBooth& booth) {
      booth.add_fact("print.printed", "019aa9d0-0000-7000-8000-0000000000ab");
      booth.add_fact("print.held", "019aa9d0-0000-7000-8000-0000000000cd");
      booth.add_fact("alarm.raised", "camera");
    });
    const auto prints = boothctl(rig, {"facts", "--type", "print."}).out;
    CHECK(has(prints, "print.held"));
    CHECK(has(prints, "print.printed"));
    CHECK_FALSE(has(prints, "alarm"));
    const auto one = boothctl(rig, {"facts", "--subject", "00cd"}).out;
    CHECK(has(one, "print.held"));
    CHECK_FALSE(has(one, "print.printed"));
    CHECK(has(boothctl(rig, {"facts", "--type", "print.", "--limit", "1"}).out, "print.held"));
  }

  TEST_CASE("the service level shows what is left of the budget") {
    ApiRig rig;
    const auto shown = boothctl(rig, {"slo"});
    CHECK(shown.exit_code == 0);
    CHECK(has(shown.out, "sessions end with what the guests asked for"));
    CHECK(has(shown.out, "overdrawn"));
    CHECK(has(shown.out, "nothing counted yet"));
    CHECK(has(shown.out, "Event anna-und-ben"));
    const auto event = shown.out.substr(shown.out.find("Event anna-und-ben"));
    CHECK(event.find("sessions end") < event.find("sheets come out"));
  }

  TEST_CASE("guests get another photo, and the link to their pictures as a code") {
    ApiRig rig;
    rig.with_booth([](testing::FakeBooth& booth) {
      auto& session = booth.add_session(SessionState::CountingDown).session;
      session.plan.shots = 4;
      session.plan.share_url = "https://photos.example/s/#k7f3a";
    });
    const auto again = boothctl(rig, {"session", "retake", "2"});
    CHECK(again.exit_code == 0);
    CHECK(has(again.out, "Photo 2 of session #1 is taken again"));
    CHECK(boothctl(rig, {"session", "retake", "9"}).exit_code == 4);
    CHECK(boothctl(rig, {"session", "retake", "0"}).exit_code == 2);
    const auto shared = boothctl(rig, {"session", "share"});
    CHECK(shared.exit_code == 0);
    CHECK(has(shared.out, "https://photos.example/s/#k7f3a\nThe pictures are there."));
    // 21 modules and a quiet zone of four on each side, two rows in each line.
    const auto lines = lines_of(shared.out);
    CHECK(width_of(lines[0]) == 29);
    CHECK(lines[0] == lines[1]);
    CHECK(has(lines[2], "█ █ █"));
    rig.with_booth([](testing::FakeBooth& booth) {
      booth.views.back().session.plan.share_url.clear();
      return 0;
    });
    CHECK(has(boothctl(rig, {"session", "share"}).err, "no link"));
  }

  TEST_CASE("a support bundle has everything but secrets and names") {
    ApiRig rig;
    const auto file = (rig.folder() / "bundle.tar.gz").string();
    const auto written = boothctl(rig, {"support-bundle", "--output", file});
    CHECK(written.exit_code == 0);
    CHECK(has(written.out, "bundle.tar.gz"));
    const auto list = testing::run_program({"/bin/tar", "-tzf", file}).out;
    for (const char* name : {"status.json", "facts.json", "metrics.txt", "versions.txt"}) {
      CAPTURE(name);
      CHECK(has(list, name));
    }
    const auto status =
        testing::run_program({"/bin/tar", "-xzOf", file, "booth-support/status.json"}).out;
    CHECK(has(status, "Nikon Z 30"));
    CHECK_FALSE(has(status, "Anna & Ben"));
    CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms(0600));
    CHECK(boothctl(rig, {"support-bundle", "--output", "/nonexistent/x.tar.gz"}).exit_code == 1);
  }
}

}  // namespace booth::cli
