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
  void link(const fs::path& target, const fs::path& path) {
    const auto full = folder_.path() / path;
    fs::create_directories(full.parent_path());
    fs::create_symlink(target, full);
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

  TEST_CASE("a restore that was cut is named with what finishes it") {
    FakeMachine machine;
    machine.write("var/lib/boothd.restoring/ready", "");
    const auto finding = unreachable_finding(machine.root(), "no answer");
    CHECK(finding.text.find("a restore was interrupted") != std::string::npos);
    CHECK(finding.what_to_do.find("booth-backup finish") != std::string::npos);
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

  TEST_CASE("the program that holds the camera is named with its number") {
    FakeMachine machine;
    machine.write("sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "06");
    machine.write("sys/bus/usb/devices/1-2/busnum", "1");
    machine.write("sys/bus/usb/devices/1-2/devnum", "4");
    machine.write("dev/bus/usb/001/004", "a device");
    const auto node = machine.root() / "dev/bus/usb/001/004";
    machine.write("proc/1/comm", "systemd");
    machine.write("proc/12/comm", "booth-camera-wo");
    machine.link(node, "proc/12/fd/7");
    CHECK(labelled(local_findings(machine.root(), false), "Camera use").level == Level::Fine);
    machine.write("proc/77/comm", "darktable");
    machine.link(node, "proc/77/fd/3");
    const auto finding = labelled(local_findings(machine.root(), false), "Camera use");
    CHECK(finding.level == Level::Broken);
    CHECK(finding.text.find("darktable (process 77)") != std::string::npos);
    CHECK(finding.what_to_do.find("kill 77") != std::string::npos);
  }

  TEST_CASE("bad driver versions and missing rights are told with what to do") {
    FakeMachine machine;
    machine.write("var/lib/dpkg/status",
                  "Package: libgphoto2-6\nVersion: 2.5.30-1\n\n"
                  "Package: printer-driver-gutenprint\nVersion: 5.3.4-2");
    CHECK(labelled(local_findings(machine.root(), false), "Drivers").level == Level::Fine);
    machine.write("etc/cups/ppd/dnp.ppd", "*ModelName: \"DNP QW410\"");
    CHECK(labelled(local_findings(machine.root(), false), "Drivers").level == Level::Look);
    machine.write("var/lib/dpkg/status", "Package: libgphoto2-6\nVersion: 2.5.32-1");
    CHECK(labelled(local_findings(machine.root(), false), "Drivers").text.find("crashes") !=
          std::string::npos);

    CHECK(labelled(local_findings(machine.root(), false), "Permissions").level == Level::Fine);
    machine.write("etc/passwd", "booth:x:990:990::/var/lib/boothd:/usr/sbin/nologin");
    machine.write("etc/group", "plugdev:x:46:booth\nlp:x:7:root,booth\nlpadmin:x:115:");
    const auto lacking = labelled(local_findings(machine.root(), false), "Permissions");
    CHECK(lacking.level == Level::Broken);
    CHECK(lacking.what_to_do.find("adduser booth lpadmin") != std::string::npos);
    machine.write("etc/group", "plugdev:x:46:booth\nlp:x:7:root,booth\nlpadmin:x:115:booth");
    machine.write("etc/boothd/cloud-token", "secret");
    fs::permissions(machine.root() / "etc/boothd/cloud-token", fs::perms(0644));
    CHECK(labelled(local_findings(machine.root(), false), "Permissions").level == Level::Look);
    fs::permissions(machine.root() / "etc/boothd/cloud-token", fs::perms(0640));
    CHECK(labelled(local_findings(machine.root(), false), "Permissions").level == Level::Fine);
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
