#include <csignal>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/guard/guard_rig.hpp"
#include "tests/drivers/cups/test_sheet.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
using guard::Entry;

constexpr int kHold = 3;
constexpr int kRetry = 6;

TEST_SUITE("drivers/cups/guard") {
  TEST_CASE("a sheet is printed once, however often the spooler asks") {
    GuardRig rig;
    const auto print = new_print_id().str();
    for (int run = 0; run < 3; ++run) CHECK(rig.print(print) == 0);
    CHECK(rig.paper() == std::vector<std::string>{print});
    CHECK(must(rig.journal().read(print)) == Entry::Done);
    CHECK(std::filesystem::exists(rig.kept() / (print + ".prn")));
  }

  TEST_CASE("a backend gets a sheet once, as a stream, because a file it could send again itself") {
    GuardRig rig;
    CHECK(rig.print("test page") == 0);
    CHECK(std::filesystem::exists(rig.device() / "files"));
    std::filesystem::remove(rig.device() / "files");
    CHECK(rig.print(new_print_id().str()) == 0);
    CHECK(rig.paper().size() == 2);
    CHECK_FALSE(std::filesystem::exists(rig.device() / "files"));
  }

  TEST_CASE("a backend that refuses at the start passes its exit code through and may run again") {
    for (const int code : {2, 3, 4, 5, 6, 7}) {
      CAPTURE(code);
      GuardRig rig;
      const auto print = new_print_id().str();
      rig.set_script("exit " + std::to_string(code) + " Paper End\n");
      CHECK(rig.print(print) == code);
      CHECK(must(rig.journal().read(print)) == Entry::Refused);
      CHECK(rig.paper().empty());
      CHECK(rig.print(print) == 0);
      CHECK(rig.paper().size() == 1);
    }
  }

  TEST_CASE(
      "after a backend that failed or died in the middle, the sheet is held for a person and never "
      "sent again") {
    for (const std::string fault : {"die", "die-after", "fail-after", "exit 1"}) {
      CAPTURE(fault);
      GuardRig rig;
      const auto print = new_print_id().str();
      rig.set_script(fault + "\n");
      CHECK(rig.print(print) == kHold);
      CHECK(must(rig.journal().read(print)) == Entry::Started);
      const auto sheets = rig.paper().size();
      CHECK(rig.print(print) == kHold);
      CHECK(rig.paper().size() == sheets);
    }
  }

  TEST_CASE("a backend that gives up after it has sent the picture is never started again") {
    // The printer finishes such a sheet by itself as soon as it has paper again.
    for (const int code : {2, 3, 4, 5, 6, 7}) {
      CAPTURE(code);
      GuardRig rig;
      const auto print = new_print_id().str();
      rig.set_script("ends-below " + std::to_string(code) + " Ribbon End\n");
      CHECK(rig.print(print) == kHold);
      CHECK(must(rig.journal().read(print)) == Entry::Started);
      CHECK(rig.print(print) == kHold);
      CHECK(rig.paper().size() == 1);
    }
  }

  TEST_CASE("a driver that says its printer has lost the job is not believed to have printed") {
    GuardRig rig;
    const auto print = new_print_id().str();
    rig.set_script(
        "says STATE: +cups-ipp-conformance-failure-report,cups-ipp-missing-job-history\n");
    CHECK(rig.print(print) == kHold);
    CHECK(must(rig.journal().read(print)) == Entry::Started);
  }

  TEST_CASE("a sheet on an IPP printer is printed when that printer calls this job completed") {
    const auto print = new_print_id().str();
    const std::string asked = "DEBUG: Get-Job-Attributes: successful-ok (successful-ok)|";
    const std::string named = "DEBUG: job-name nameWithoutLanguage " + print + "|";
    const std::string completed = "DEBUG: job-state enum completed";
    struct {
      std::string words;
      bool is_printed;
    } const cases[] = {
        {asked + named + completed, true},
        {asked + completed, true},  // not every printer tells the name
        {asked + named + "DEBUG: job-state enum processing|" + asked + named + completed, true},
        {"INFO: Idle.", false},
        {completed, false},  // the answer to something else
        {asked + named, false},
        {asked + named + "DEBUG: job-state enum aborted", false},
        {asked + named + "DEBUG: job-state enum pending-held", false},
        {asked + named + "DEBUG: job-state enum processing", false},
        {asked + "DEBUG: job-name nameWithoutLanguage Holidays|" + completed, false},
        {asked + named + completed + "|DEBUG: job-state-reasons keyword job-completed-with-errors",
         false},
        {asked + named + completed + "|DEBUG: Get-Job-Attributes: server-error-internal-error",
         false},
    };
    for (const auto& row : cases) {
      CAPTURE(row.words);
      GuardRig rig("ipp");
      rig.set_script("says " + row.words + "\n");
      CHECK(rig.print(print) == (row.is_printed ? 0 : kHold));
      CHECK(must(rig.journal().read(print)) == (row.is_printed ? Entry::Done : Entry::Started));
    }
  }

  TEST_CASE("an IPP printer that falls silent in the middle of a sheet is shown as offline") {
    GuardRig rig("ipp");
    rig.set_script("says DEBUG: Get-Job-Attributes: server-error-service-unavailable (gone)\n");
    CHECK(rig.print(new_print_id().str()) == kHold);
    const auto log = rig.log();
    const auto begin = log.find("STATE: +offline-report\n");
    REQUIRE(begin != std::string::npos);
    CHECK(log.find("STATE: -offline-report\n", begin) != std::string::npos);
  }

  TEST_CASE("what the backend says reaches the spooler word by word") {
    GuardRig rig;
    rig.set_script("exit 4 Printer not ready: Paper End, please correct...\n");
    CHECK(rig.print(new_print_id().str()) == 4);
    CHECK(rig.log() ==
          "ERROR: Printer not ready: Paper End, please correct...\nSTATE: +media-empty-error\n");
  }

  TEST_CASE(
      "a guard that is told to stop passes it on and does not believe the backend's success") {
    GuardRig rig;
    const auto print = new_print_id().str();
    rig.set_script("slow 60000\n");
    auto guard = rig.begin(print);
    REQUIRE(demo::wait_until([&] { return rig.is_backend_at_work(); }, 30s));
    guard.send_signal(SIGTERM);
    CHECK(must(guard.wait_for_end(30s)) == kHold);
    CHECK(must(rig.journal().read(print)) == Entry::Started);
    CHECK(rig.print(print) == kHold);
    CHECK(rig.paper().empty());
  }

  TEST_CASE(
      "when the guard is killed, its backend keeps the device locked until it has ended too") {
    GuardRig rig;
    const auto first = new_print_id().str();
    const auto second = new_print_id().str();
    rig.set_script("slow 1500\n");
    auto guard = rig.begin(first);
    REQUIRE(demo::wait_until([&] { return rig.is_backend_at_work(); }, 30s));
    guard.send_signal(SIGKILL);
    CHECK(must(guard.wait_for_end(30s)) != 0);
    CHECK(must(rig.journal().read(first)) == Entry::AtWork);
    CHECK(rig.print(second) == 0);
    CHECK(rig.paper() == std::vector<std::string>{first, second});
    CHECK(rig.overlaps().empty());
    CHECK(rig.print(first) == kHold);
  }

  TEST_CASE("two guards on one device take turns") {
    GuardRig rig;
    rig.set_script("slow 400\nslow 400\n");
    const auto one = new_print_id().str();
    const auto two = new_print_id().str();
    auto first = rig.begin(one);
    auto second = rig.begin(two);
    CHECK(must(first.wait_for_end(30s)) == 0);
    CHECK(must(second.wait_for_end(30s)) == 0);
    CHECK(rig.paper().size() == 2);
    CHECK(rig.overlaps().empty());
  }

  TEST_CASE("printer data that was cut short does not reach the printer") {
    GuardRig rig;
    const auto print = new_print_id().str();
    const std::string command = "\033PCNTRL QTY             000000080000001\r";
    const std::string start = "\033PCNTRL START                   ";
    for (const auto& broken :
         {std::string(), command, command + start.substr(0, 20), command.substr(0, 35)}) {
      rig.set_document(broken);
      CHECK(rig.print(print) == kRetry);
    }
    CHECK(rig.paper().empty());
    CHECK(must(rig.journal().read(print)) == Entry::None);
    rig.set_document(command + start);
    CHECK(rig.print(print) == 0);
    CHECK(rig.paper().size() == 1);
  }

  TEST_CASE("a job that is not ours is passed on without a record, as often as it is asked for") {
    GuardRig rig;
    CHECK(rig.print("Test Page") == 0);
    CHECK(rig.print("Test Page") == 0);
    CHECK(rig.paper().size() == 2);
  }

  TEST_CASE("without a journal nothing is printed") {
    GuardRig rig;
    std::filesystem::remove_all(rig.journal().folder());
    CHECK(rig.print(new_print_id().str()) != 0);
    CHECK(rig.paper().empty());
  }
}

}  // namespace
}  // namespace booth
