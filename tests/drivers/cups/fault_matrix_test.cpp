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

/// Runs the daemon to the end and checks that sheets asked for = sheets that came out, or held with
/// a reason.
void check_promise(PrintBooth& booth, int printed, int held, int unknown) {
  CHECK(booth.run_to_the_end() == "");
  CHECK(booth.broken_promises() == "");
  const auto rows = booth.rows();
  CHECK(count(rows, PrintState::Printed) == printed);
  CHECK(count(rows, PrintState::Held) == held);
  CHECK(count(rows, PrintState::Unknown) == unknown);
}

TEST_SUITE("drivers/cups/fault_matrix") {
  TEST_CASE("sheets come out one by one, each once") {
    PrintBooth booth({"dnp"});
    booth.ask(5);
    check_promise(booth, 5, 0, 0);
    CHECK(booth.sheets_in_all() == 5);
  }

  TEST_CASE("paper end pauses the queue, and it goes on by itself when the paper is back") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp",
                     "exit 4 Printer not ready: Paper End, please correct...\n"
                     "exit 4 Printer not ready: Paper End, please correct...\n"
                     "exit 4 Printer not ready: Paper End, please correct...\n");
    booth.ask(3);
    check_promise(booth, 3, 0, 0);
  }

  TEST_CASE("an open cover: the sheets wait, and come out when it is closed") {
    PrintBooth booth({"dnp"});
    booth.set_state("dnp", "4 Printer not ready: Cover Open, please correct...");
    booth.ask(2);
    auto daemon = booth.start_daemon();
    const auto is_seen = [&] {
      return booth.daemon_log().find("condition=cover_open") != std::string::npos;
    };
    CHECK(demo::wait_until(is_seen, 30s));
    CHECK(booth.sheets_in_all() == 0);
    booth.clear_state("dnp");
    CHECK(must(daemon.wait_for_end(60s)) == 0);
    check_promise(booth, 2, 0, 0);
  }

  TEST_CASE("an unplugged printer: the spooler tries again and again, and nothing is lost") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "exit 6 offline\nexit 6 offline\nexit 6 offline\n");
    booth.ask(2);
    check_promise(booth, 2, 0, 0);
  }

  TEST_CASE("the wrong medium: that sheet is held, the next one is printed") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "exit 5 Incorrect media loaded\n");
    booth.ask(2);
    check_promise(booth, 1, 1, 0);
  }

  TEST_CASE(
      "a backend that dies or fails in the middle: the sheet is held for a person, the next one is "
      "printed") {
    for (const std::string fault : {"die", "die-after", "fail-after", "exit 1 USB error"}) {
      CAPTURE(fault);
      PrintBooth booth({"dnp"});
      booth.set_script("dnp", fault + "\n");
      booth.ask(2);
      check_promise(booth, 1, 0, 1);
    }
  }

  TEST_CASE("a printer that is held by its driver gets the sheet again") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "exit 3 one deck is down\nexit 2 authentication\n");
    booth.ask(1);
    check_promise(booth, 1, 0, 0);
  }

  TEST_CASE("a sheet that is put on hold while the printer still shows its old trouble comes out") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp",
                     "exit 4 Printer not ready: Paper End, please correct...\nexit 3 held\n");
    booth.ask(1);
    check_promise(booth, 1, 0, 0);
  }

  TEST_CASE(
      "cupsd killed while a sheet is printed: the orphan finishes it, and nobody prints it again") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "slow 1000\n");
    const auto prints = booth.ask(2);
    auto daemon = booth.start_daemon();
    REQUIRE(demo::wait_until([&] { return booth.sheets_of(prints[0]) == 1; }, 30s));
    booth.cups().cupsd().kill_now();
    must(booth.cups().restart());
    CHECK(must(daemon.wait_for_end(60s)) == 0);
    check_promise(booth, 2, 0, 0);
  }
}

}  // namespace
}  // namespace booth
