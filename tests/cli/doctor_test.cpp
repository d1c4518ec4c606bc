#include <fstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/cli/local_findings.hpp"
#include "daemon/cli/status_findings.hpp"
#include "tests/support/api_rig.hpp"
#include "tests/support/run_program.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;

/// A machine made of files.
class FakeMachine {
 public:
  void write(const fs::path& path, const std::string& text) {
    const auto full = folder_.path() / path;
    fs::create_directories(full.parent_path());
    std::ofstream(full) << text << '\n';
  }
  const fs::path& root() const { return folder_.path(); }

 private:
  testing::TemporaryFolder folder_;
};

Finding labelled(const std::vector<Finding>& findings, const std::string& label) {
  for (const auto& finding : findings)
    if (finding.label == label) return finding;
  return {"none", Level::Fine, "", ""};
}

Finding judged(const std::string& status, const std::string& label) {
  return labelled(status_findings(boost::json::parse(status), UtcTime()), label);
}

}  // namespace

TEST_SUITE("cli/local_findings") {
  TEST_CASE("a desktop program that takes the camera is named with its remedy") {
    FakeMachine machine;
    machine.write("proc/1/comm", "systemd");
    CHECK(labelled(local_findings(machine.root(), false), "Other users").level == Level::Fine);
    machine.write("proc/77/comm", "gvfs-gphoto2-vo");
    const auto finding = labelled(local_findings(machine.root(), false), "Other users");
    CHECK(finding.level == Level::Look);
    CHECK(finding.what_to_do.find("mask --now gvfs-gphoto2-volume-monitor") != std::string::npos);
  }

  TEST_CASE("a release that does not become ready is named with the way back") {
    FakeMachine machine;
    machine.write("run/boothd-failed",
                  "release 0.2.0-1a2b3c4d does not become ready (exit-code) since 2026-11-22 "
                  "21:03:00; the one before runs again with: booth-release back");
    const auto finding = unreachable_finding(machine.root(), "no answer");
    CHECK(finding.text.find("0.2.0-1a2b3c4d does not become ready") != std::string::npos);
    CHECK(finding.what_to_do.find("booth-release back") != std::string::npos);
  }

  TEST_CASE("a missing camera is looked for on USB") {
    FakeMachine machine;
    machine.write("sys/bus/usb/devices/1-1:1.0/bInterfaceClass", "09");
    CHECK(labelled(local_findings(machine.root(), true), "USB").level == Level::Look);
    machine.write("sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "06");
    CHECK(labelled(local_findings(machine.root(), true), "USB").level == Level::Fine);
    CHECK(labelled(local_findings(machine.root(), false), "USB").label == "none");
  }

  TEST_CASE("heat and a missing spooler are told") {
    FakeMachine machine;
    machine.write("sys/class/thermal/thermal_zone0/temp", "93000");
    machine.write("sys/class/thermal/thermal_zone1/temp", "40000");
    auto findings = local_findings(machine.root(), false);
    CHECK(labelled(findings, "Heat").level == Level::Look);
    CHECK(labelled(findings, "Heat").text.find("93 degrees") != std::string::npos);
    CHECK(labelled(findings, "Spooler").level == Level::Look);
    machine.write("proc/9/comm", "cupsd");
    CHECK(labelled(local_findings(machine.root(), false), "Spooler").level == Level::Fine);
  }

  TEST_CASE("a booth that does not answer is told apart from one that does not run") {
    FakeMachine machine;
    CHECK(unreachable_finding(machine.root(), "x").what_to_do.find("systemctl start boothd") !=
          std::string::npos);
    machine.write("proc/5/comm", "boothd");
    CHECK(unreachable_finding(machine.root(), "x").what_to_do.find("boothd runs") !=
          std::string::npos);
  }
}

TEST_SUITE("cli/status_findings") {
  TEST_CASE("the daemon's judgement of a subsystem wins over the numbers") {
    const std::string low =
        R"({"disk": {"free_bytes": 1, "total_bytes": 2}, "health": [{"subsystem": "disk",
        "level": "failed", "message": "the disk is full", "what_to_do": "Remove old events.",
        "since": "2026-11-22T05:00:00.000Z"}]})";
    const auto disk = judged(low, "Disk");
    CHECK(disk.level == Level::Broken);
    CHECK(disk.text.find("the disk is full") != std::string::npos);
    CHECK(disk.what_to_do == "Remove old events.");

    const std::string probing =
        R"({"network": {"state": "probing"}, "health": [{"subsystem": "network", "level": "ok"}]})";
    CHECK(judged(probing, "Network").level == Level::Fine);
  }

  TEST_CASE("a printer is matched to its health by name") {
    const std::string status =
        R"({"printers": [{"name": "a", "can_print": true}, {"name": "b", "can_print": true}],
        "health": [{"subsystem": "printer b", "level": "failed", "message": "jammed"}]})";
    const auto findings = status_findings(boost::json::parse(status), UtcTime());
    CHECK(findings[1].level == Level::Fine);
    CHECK(findings[2].level == Level::Broken);
  }

  TEST_CASE("a subsystem that this boothctl does not know is shown when it is not well") {
    const std::string status =
        R"({"health": [{"subsystem": "coin slot", "level": "degraded", "message": "stuck"},
        {"subsystem": "moon", "level": "ok"}]})";
    CHECK(judged(status, "Coin slot").level == Level::Look);
    CHECK(judged(status, "Moon").label == "none");
  }

  TEST_CASE("a status of another version never breaks the screen") {
    for (const char* status :
         {"{}", "[]", "null", R"({"camera": 7, "printers": {"a": 1}, "health": [null, 3]})"})
      CHECK_FALSE(status_findings(boost::json::parse(status), UtcTime()).empty());
  }
}

TEST_SUITE("cli/command_doctor") {
  TEST_CASE("doctor ends with 3 without a booth, with 1 when something is broken") {
    const std::string program = BOOTH_BIN_DIR "/boothctl";
    const auto alone =
        testing::run_program({program, "doctor", "--socket", "/nonexistent/booth.sock"});
    CHECK(alone.exit_code == 3);
    CHECK(alone.out.find("This machine") != std::string::npos);

    testing::ApiRig rig;
    CHECK(testing::run_program({program, "doctor", "--socket", rig.socket_path()}).exit_code == 0);
    rig.with_booth([](testing::FakeBooth& booth) {
      booth.shown.health.push_back(
          {"camera", HealthLevel::Failed, booth.now, "gone", "Plug it in."});
    });
    const auto broken =
        testing::run_program({program, "doctor", "--json", "--socket", rig.socket_path()});
    CHECK(broken.exit_code == 1);
    CHECK(boost::json::parse(broken.out).at_pointer("/booth/0/what_to_do").as_string() ==
          "Plug it in.");
  }
}

TEST_SUITE("cli/command_completion") {
  TEST_CASE("bash completes commands, sub-commands and options") {
    struct Case {
      const char* words;
      int current;
      const char* expected;
    };
    const Case cases[] = {{"boothctl sta", 1, "status\n"},
                          {"boothctl prints con", 2, "confirm\n"},
                          {"boothctl --json session sta", 3, "start\n"},
                          {"boothctl camera config s", 3, "set\n"},
                          {"boothctl status --wa", 2, "--watch\n"}};
    const std::string program = BOOTH_BIN_DIR "/boothctl";
    for (const auto& one : cases) {
      CAPTURE(one.words);
      const auto completed = testing::run_program(
          {"/bin/bash", "-c",
           "source <(" + program + " completion bash); compopt() { :; }; COMP_WORDS=(" + one.words +
               "); COMP_CWORD=" + std::to_string(one.current) +
               "; _boothctl; echo \"${COMPREPLY[@]}\""});
      CHECK(completed.err == "");
      CHECK(completed.out == one.expected);
    }
  }

  TEST_CASE("the manual names every command and exit code") {
    const auto page = testing::run_program({BOOTH_BIN_DIR "/boothctl", "manual"}).out;
    for (const char* part : {".TH BOOTHCTL 1", ".SS boothctl prints confirm PRINT", "\\-\\-output",
                             "3 no booth answers"}) {
      CAPTURE(part);
      CHECK(page.find(part) != std::string::npos);
    }
  }
}

}  // namespace booth::cli
