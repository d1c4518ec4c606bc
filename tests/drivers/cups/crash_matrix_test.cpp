// Who may be killed when: cupsd, the daemon, everything. The paper is counted afterwards.
#include <csignal>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/print_booth.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

int count(const std::vector<PrintJob>& rows, PrintState state) {
  return static_cast<int>(std::count_if(
      rows.begin(), rows.end(), [state](const PrintJob& row) { return row.state == state; }));
}

void wait_for_sheet(PrintBooth& booth, const PrintId& print) {
  REQUIRE(demo::wait_until([&] { return booth.sheets_of(print) > 0; }, 30s));
}

void check_all_printed(PrintBooth& booth, demo::ChildProcess& daemon, int sheets) {
  CHECK(must(daemon.wait_for_end(90s)) == 0);
  CHECK(booth.broken_promises() == "");
  const auto log = booth.daemon_log();
  CAPTURE(log);
  CHECK(count(booth.rows(), PrintState::Printed) == sheets);
}

TEST_SUITE("drivers/cups/crash_matrix") {
  TEST_CASE("without the guard, a crash of cupsd prints a sheet twice: the rig sees it") {
    PrintBooth booth({"dnp"});
    must(booth.cups().add_raw_queue("bare",
                                    "boothsim:" + (booth.cups().scratch() / "dnp").string()));
    booth.set_script("dnp", "slow 1000\n");
    must(booth.cups().run_tool({"lp", "-d", "bare", "-t", "bare", "/etc/hostname"}));
    REQUIRE(demo::wait_until([&] { return booth.sheets_in_all() == 1; }, 30s));
    booth.cups().cupsd().kill_now();
    must(booth.cups().restart());
    CHECK(demo::wait_until([&] { return booth.sheets_in_all() == 2; }, 30s));
    CHECK(demo::wait_until([&] { return booth.have_backends_overlapped(); }, 30s));
  }

  TEST_CASE("cupsd killed at ten points of a job") {
    for (int point = 0; point < 10; ++point) {
      CAPTURE(point);
      PrintBooth booth({"dnp"});
      booth.set_script("dnp", "slow 200\nslow 200\n");
      booth.ask(2);
      auto daemon = booth.start_daemon();
      // The points are spread over the time of a job; any of them is right.
      (void)daemon.wait_for_end(point * 60ms);
      booth.cups().cupsd().kill_now();
      must(booth.cups().restart());
      check_all_printed(booth, daemon, 2);
    }
  }

  TEST_CASE(
      "cupsd restarted in peace while a sheet is printed: it is printed, or held, never twice") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "slow 1000\n");
    const auto prints = booth.ask(2);
    auto daemon = booth.start_daemon();
    wait_for_sheet(booth, prints[0]);
    must(booth.cups().restart());
    CHECK(must(daemon.wait_for_end(60s)) == 0);
    CHECK(booth.broken_promises() == "");
    CHECK(booth.sheets_in_all() == 2);
  }

  TEST_CASE("cupsd told to read its configuration again while a sheet is printed") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "slow 1500\n");
    const auto prints = booth.ask(2);
    auto daemon = booth.start_daemon();
    wait_for_sheet(booth, prints[0]);
    booth.cups().cupsd().send_signal(SIGHUP);
    check_all_printed(booth, daemon, 2);
  }

  TEST_CASE("a cupsd that hangs delays the sheets and loses none") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "slow 500\n");
    const auto prints = booth.ask(3);
    auto daemon = booth.start_daemon();
    wait_for_sheet(booth, prints[0]);
    booth.cups().cupsd().send_signal(SIGSTOP);
    const auto is_noticed = [&] {
      return booth.daemon_log().find("condition=offline") != std::string::npos;
    };
    CHECK(demo::wait_until(is_noticed, 30s));
    booth.cups().cupsd().send_signal(SIGCONT);
    check_all_printed(booth, daemon, 3);
  }

  TEST_CASE("the daemon killed at every step between two durable facts of a print") {
    PrintBooth booth({"dnp"});
    int lives = 0;
    for (int moment = 1; moment < 60; ++moment, ++lives) {
      booth.ask(1);
      auto daemon = booth.start_daemon(moment);
      if (must(daemon.wait_for_end(60s)) == 0) break;  // it had finished before that moment came
    }
    CHECK(lives > 8);
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    const auto rows = booth.rows();
    CHECK(count(rows, PrintState::Printed) == static_cast<int>(rows.size()));
  }

  TEST_CASE("everything killed at once while a sheet is printed: it is printed or held") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "slow 600\n");
    const auto prints = booth.ask(3);
    auto daemon = booth.start_daemon();
    wait_for_sheet(booth, prints[0]);
    booth.cups().cupsd().kill_now();
    daemon.kill_now();
    must(booth.cups().restart());
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    CHECK(booth.sheets_in_all() == 3);
  }

  TEST_CASE(
      "two printers share the work, and when one fails, its unsent sheet moves to the other") {
    PrintBooth booth({"left", "right"});
    booth.set_state("left", "4 Printer not ready: Ribbon End, please correct...");
    booth.ask(6);
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    const auto rows = booth.rows();
    CHECK(count(rows, PrintState::Printed) == 6);
    for (const auto& row : rows) CHECK(row.printer == "right");
  }

  TEST_CASE("two healthy printers both print") {
    PrintBooth booth({"left", "right"});
    booth.set_script("left", "slow 300\nslow 300\nslow 300\n");
    booth.set_script("right", "slow 300\nslow 300\nslow 300\n");
    booth.ask(6);
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    int left = 0;
    for (const auto& row : booth.rows()) left += row.printer == "left" ? 1 : 0;
    CHECK(left >= 1);
    CHECK(left <= 5);
  }
}

}  // namespace
}  // namespace booth
