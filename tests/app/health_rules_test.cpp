#include "daemon/app/health_rules.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace booth {
namespace {

/// A booth to which nothing is wrong.
BoothStatus healthy() {
  BoothStatus status;
  status.now = std::chrono::sys_days{std::chrono::year{2027} / 6 / 12};
  status.camera.state = CameraState::Ready;
  status.camera.model = "D7500";
  PrinterView printer;
  printer.name = "dnp";
  printer.report.condition = PrinterCondition::Ready;
  status.printers.push_back(printer);
  status.network.state = "online";
  status.disk.free_bytes = 50'000'000'000;
  status.disk.total_bytes = 100'000'000'000;
  return status;
}

Health judged(const BoothStatus& status, const std::string& subsystem) {
  const auto all = judge_health(status, {});
  const auto is_it = [&subsystem](const Health& health) { return health.subsystem == subsystem; };
  const auto found = std::find_if(all.begin(), all.end(), is_it);
  REQUIRE(found != all.end());
  return *found;
}

}  // namespace

TEST_SUITE("app/health_rules") {
  TEST_CASE("a healthy booth is ok everywhere and asks nothing of anybody") {
    for (const auto& health : judge_health(healthy(), {})) {
      CAPTURE(health.subsystem);
      CHECK(health.level == HealthLevel::Ok);
      CHECK(health.what_to_do.empty());
    }
  }

  TEST_CASE(
      "a camera that is away fails with its own sentence, and one that comes back is degraded") {
    auto status = healthy();
    status.camera.message = "no camera is connected";
    status.camera.what_to_do = "Plug it in.";
    for (const auto state : {CameraState::Absent, CameraState::Failed}) {
      status.camera.state = state;
      CHECK(judged(status, "camera").level == HealthLevel::Failed);
      CHECK(judged(status, "camera").what_to_do == "Plug it in.");
    }
    for (const auto state : {CameraState::Connecting, CameraState::Recovering}) {
      status.camera.state = state;
      CHECK(judged(status, "camera").level == HealthLevel::Degraded);
    }
  }

  TEST_CASE("a printer in maintenance alarms nobody, a paused one says who and how to go on") {
    auto status = healthy();
    auto& printer = status.printers[0];
    printer.report.condition = PrinterCondition::CoverOpen;
    printer.mode_by = "boothctl:root";
    printer.mode = PrinterMode::Maintenance;
    CHECK(judged(status, "printer dnp").level == HealthLevel::Ok);
    for (const auto mode : {PrinterMode::Paused, PrinterMode::Draining}) {
      printer.mode = mode;
      CHECK(judged(status, "printer dnp").level == HealthLevel::Degraded);
      CHECK(judged(status, "printer dnp").what_to_do.find("boothctl printer resume dnp") !=
            std::string::npos);
    }
    printer.mode = PrinterMode::Active;
    CHECK(judged(status, "printer dnp").level == HealthLevel::Failed);
  }

  TEST_CASE("paper is warned of before it is gone, and before the event needs more than there is") {
    auto status = healthy();
    status.printers[0].media_left = 12;
    CHECK(judged(status, "printer dnp").level == HealthLevel::Ok);
    status.printers[0].is_media_low = true;
    CHECK(judged(status, "printer dnp").level == HealthLevel::Degraded);
    CHECK(judged(status, "printer dnp").message == "12 sheets are left");
    status.paper = {.expected = 300, .used = 0, .loaded = 84, .missing = 216};
    CHECK(judged(status, "paper").level == HealthLevel::Degraded);
    CHECK(judged(status, "paper").message.find("216") != std::string::npos);
    status.paper.missing = 0;
    CHECK(judged(status, "paper").level == HealthLevel::Ok);
  }

  TEST_CASE("a low battery is said before it is empty") {
    auto status = healthy();
    status.camera.battery_percent = 20;
    CHECK(judged(status, "camera").level == HealthLevel::Ok);
    status.camera.battery_percent = 19;
    CHECK(judged(status, "camera").level == HealthLevel::Degraded);
  }

  TEST_CASE("a connected camera whose photos or live view fail is told with its own sentences") {
    auto status = healthy();
    status.camera.message = "live view: the camera refused";
    status.camera.what_to_do = "Look at its screen.";
    CHECK(judged(status, "camera").level == HealthLevel::Degraded);
    CHECK(judged(status, "camera").message == "live view: the camera refused");
    CHECK(judged(status, "camera").what_to_do == "Look at its screen.");
    status.camera.failed_photos = 3;
    CHECK(judged(status, "camera").level == HealthLevel::Degraded);
    status.camera.failed_photos = 4;  // guests were sent away without their photos
    CHECK(judged(status, "camera").level == HealthLevel::Failed);
    // What a person can see at once is the likelier cause.
    status.camera.battery_percent = 3;
    CHECK(judged(status, "camera").message == "the battery is at 3 %");
    CHECK(judged(status, "camera").level == HealthLevel::Failed);
  }

  TEST_CASE("a wish that the camera cannot fulfil is no trouble of its health") {
    auto status = healthy();
    status.camera.message = "ready";
    status.camera.what_to_do = "shutter=very slow is not set";
    CHECK(judged(status, "camera").level == HealthLevel::Ok);
  }

  TEST_CASE(
      "a card that fills up, and a camera that will fall asleep, are said before guests come") {
    auto status = healthy();
    status.camera.free_shots = 50;
    CHECK(judged(status, "camera").level == HealthLevel::Ok);
    status.camera.free_shots = 49;
    CHECK(judged(status, "camera").message == "the card has room for 49 more photos");
    status = healthy();
    status.camera.auto_power_off = "60 seconds";
    CHECK(judged(status, "camera").level == HealthLevel::Degraded);
    CHECK(judged(status, "camera").message == "the camera switches itself off after 60 seconds");
  }

  TEST_CASE("every printer is judged by its own name") {
    auto status = healthy();
    auto second = status.printers.front();
    second.name = "selphy";
    second.report.condition = PrinterCondition::OutOfMedia;
    second.what_to_do = "Put in paper.";
    status.printers.push_back(second);
    CHECK(judged(status, "printer dnp").level == HealthLevel::Ok);
    CHECK(judged(status, "printer selphy").level == HealthLevel::Failed);
    CHECK(judged(status, "printer selphy").what_to_do == "Put in paper.");
  }

  TEST_CASE("little paper left is a warning, not a failure") {
    auto status = healthy();
    status.printers.front().report.condition = PrinterCondition::MediaLow;
    CHECK(judged(status, "printer dnp").level == HealthLevel::Degraded);
    CHECK_FALSE(judged(status, "printer dnp").what_to_do.empty());
  }

  TEST_CASE("prints that wait for a person and parked uploads are never silent") {
    auto status = healthy();
    status.prints.held = 1;
    status.uploads.parked = 2;
    CHECK(judged(status, "prints").level == HealthLevel::Degraded);
    CHECK(judged(status, "uploads").level == HealthLevel::Degraded);
  }

  TEST_CASE("the age of the oldest upload is the alarm, not their number") {
    auto status = healthy();
    status.uploads.waiting = 10'000;
    status.uploads.oldest_waiting = status.now - std::chrono::minutes{59};
    CHECK(judged(status, "uploads").level == HealthLevel::Ok);
    status.uploads.oldest_waiting = status.now - std::chrono::minutes{61};
    CHECK(judged(status, "uploads").level == HealthLevel::Degraded);
  }

  TEST_CASE("disk space degrades before it fails") {
    auto status = healthy();
    status.disk.free_bytes = 4'999'999'999;
    CHECK(judged(status, "disk").level == HealthLevel::Degraded);
    status.disk.free_bytes = 999'999'999;
    CHECK(judged(status, "disk").level == HealthLevel::Failed);
  }

  TEST_CASE("a template that cannot be used is told before guests pose for it") {
    auto status = healthy();
    status.template_trouble = "template.toml:1: medium: expected a text";
    CHECK(judged(status, "templates").level == HealthLevel::Failed);
    CHECK(judged(status, "templates").message == status.template_trouble);
    CHECK_FALSE(judged(status, "templates").what_to_do.empty());
  }

  TEST_CASE("a booth that booted in the past says so") {
    auto status = healthy();
    status.now = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
    CHECK(judged(status, "clock").level == HealthLevel::Degraded);
  }
}

}  // namespace booth
