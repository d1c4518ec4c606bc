// What goes wrong while the picture is already on its way to the paper.
#include <csignal>
#include <fstream>

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

void wait_for_log(PrintBooth& booth, const std::string& words) {
  const auto is_said = [&] { return booth.daemon_log().find(words) != std::string::npos; };
  const bool was_said = demo::wait_until(is_said, 60s);
  CAPTURE(words);
  REQUIRE(was_said);
}

/// The driver has opened the printer and taken its fault from the script.
void wait_for_driver(PrintBooth& booth) {
  const auto folder = booth.device_of("dnp");
  const auto is_at_work = [&folder] {
    return std::filesystem::exists(folder / "device") &&
           std::filesystem::file_size(folder / "script") == 0;
  };
  REQUIRE(demo::wait_until(is_at_work, 60s));
}

/// The printer has trouble; a person ends it; both sheets are there.
void check_trouble(const std::string& state, const std::string& condition) {
  CAPTURE(state);
  PrintBooth booth({"dnp"});
  booth.set_state("dnp", state);
  booth.ask(2);
  auto daemon = booth.start_daemon();
  wait_for_log(booth, "condition=" + condition);
  CHECK(booth.sheets_in_all() == 0);
  booth.clear_state("dnp");
  CHECK(must(daemon.wait_for_end(60s)) == 0);
  CHECK(booth.broken_promises() == "");
  CHECK(booth.sheets_in_all() == 2);
}

/// The guard's record of the only print, line by line.
std::size_t lines_in_record(PrintBooth& booth, const PrintId& print) {
  std::ifstream file(booth.cups().guard_journal() / print.str());
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) ++lines;
  return lines;
}

TEST_SUITE("drivers/cups/mid_sheet") {
  TEST_CASE(
      "the ribbon ends below the head and the driver gives up: held, the printer finishes it") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "ends-below 4 Printer not ready: Ribbon End, please correct...\n");
    booth.ask(2);
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    CHECK(count(booth.rows(), PrintState::Unknown) == 1);
    CHECK(booth.sheets_in_all() == 2);
  }

  TEST_CASE("the paper ends below the head and the driver waits: after the refill all is there") {
    PrintBooth booth({"dnp"});
    booth.set_script("dnp", "waits-below\n");
    booth.ask(2);
    auto daemon = booth.start_daemon();
    wait_for_log(booth, "condition=out_of_media");
    booth.refill("dnp");
    CHECK(must(daemon.wait_for_end(60s)) == 0);
    CHECK(booth.broken_promises() == "");
    CHECK(count(booth.rows(), PrintState::Printed) == 2);
  }

  TEST_CASE("a jam, an empty ribbon, a missing scrap box: the sheets wait and then come out") {
    check_trouble("4 Printer error: Paper Jam (05)", "jammed");
    check_trouble("4 Printer not ready: Ribbon End, please correct...", "out_of_media");
    check_trouble("4 Printer not ready: No Scrap Box, please correct...", "cover_open");
  }

  TEST_CASE("unplugged for far longer than CUPS's own five tries: nothing is given up") {
    PrintBooth booth({"dnp"});
    booth.set_state("dnp", "6 Printer open failure (No matching printers found!)");
    const auto prints = booth.ask(2);
    auto daemon = booth.start_daemon();
    // Each try is "start" and "refused" in the record of the sheet that waits first.
    const auto has_tried_often = [&] { return lines_in_record(booth, prints[0]) >= 24; };
    const bool was_tried = demo::wait_until(has_tried_often, 90s);
    CHECK(was_tried);
    CHECK(booth.sheets_in_all() == 0);
    booth.clear_state("dnp");
    CHECK(must(daemon.wait_for_end(90s)) == 0);
    CHECK(booth.broken_promises() == "");
    CHECK(booth.sheets_in_all() == 2);
  }

  TEST_CASE(
      "driver or guard ended by a signal in the middle of a sheet: held, the next is printed") {
    struct Blow {
      std::string scheme;
      int signal;
    };
    for (const auto& blow : {Blow{"boothsim:", SIGKILL}, Blow{"boothsim:", SIGTERM},
                             Blow{"boothsim:", SIGSEGV}, Blow{"booth-guard:", SIGTERM}}) {
      CAPTURE(blow.scheme);
      CAPTURE(blow.signal);
      PrintBooth booth({"dnp"});
      booth.set_script("dnp", "slow 600000\n");
      booth.ask(2);
      auto daemon = booth.start_daemon();
      wait_for_driver(booth);
      booth.kill_backends(blow.scheme, blow.signal);
      CHECK(must(daemon.wait_for_end(60s)) == 0);
      CHECK(booth.broken_promises() == "");
      const auto rows = booth.rows();
      CHECK(count(rows, PrintState::Unknown) == 1);
      CHECK(count(rows, PrintState::Printed) == 1);
    }
  }

  TEST_CASE("a broken pipe ends neither driver nor guard: the sheet is printed") {
    for (const std::string scheme : {"boothsim:", "booth-guard:"}) {
      CAPTURE(scheme);
      PrintBooth booth({"dnp"});
      booth.set_script("dnp", "slow 1000\n");
      booth.ask(1);
      auto daemon = booth.start_daemon();
      wait_for_driver(booth);
      booth.kill_backends(scheme, SIGPIPE);
      CHECK(must(daemon.wait_for_end(60s)) == 0);
      CHECK(booth.broken_promises() == "");
      CHECK(count(booth.rows(), PrintState::Printed) == 1);
    }
  }

  TEST_CASE("somebody cancels the job at the spooler: held before its data, doubted after it") {
    PrintBooth waiting({"dnp"});
    waiting.set_state("dnp", "4 Printer not ready: Cover Open, please correct...");
    waiting.ask(1);
    auto first = waiting.start_daemon();
    wait_for_log(waiting, "condition=cover_open");
    must(waiting.cups().run_tool({"cancel", "-a", "dnp"}));
    CHECK(must(first.wait_for_end(60s)) == 0);
    CHECK(waiting.broken_promises() == "");
    CHECK(count(waiting.rows(), PrintState::Held) == 1);

    PrintBooth printing({"dnp"});
    printing.set_script("dnp", "slow 600000\n");
    printing.ask(1);
    auto second = printing.start_daemon();
    wait_for_driver(printing);
    must(printing.cups().run_tool({"cancel", "-a", "dnp"}));
    CHECK(must(second.wait_for_end(60s)) == 0);
    CHECK(printing.broken_promises() == "");
    CHECK(count(printing.rows(), PrintState::Unknown) == 1);
  }

  TEST_CASE("somebody purges the spooler: a sheet that has not begun is sent again") {
    PrintBooth booth({"dnp"});
    booth.set_state("dnp", "4 Printer not ready: Cover Open, please correct...");
    booth.ask(1);
    auto daemon = booth.start_daemon();
    wait_for_log(booth, "condition=cover_open");
    daemon.kill_now();  // nobody of ours looks while it goes
    must(booth.cups().run_tool({"cancel", "-a", "-x", "dnp"}));
    booth.clear_state("dnp");
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    CHECK(count(booth.rows(), PrintState::Printed) == 1);
  }

  TEST_CASE("somebody pauses the queue and forgets it: it goes on by itself") {
    PrintBooth booth({"dnp"});
    must(booth.cups().run_tool({"cupsdisable", "dnp"}));
    booth.ask(2);
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    CHECK(count(booth.rows(), PrintState::Printed) == 2);
  }

  TEST_CASE("two queues in front of one printer take turns") {
    PrintBooth booth({"left", "right"});
    const auto one = "booth-guard:/boothsim:" + (booth.cups().scratch() / "left").string();
    must(booth.cups().run_tool({"lpadmin", "-p", "right", "-v", one}));
    booth.set_script("left", "slow 300\nslow 300\nslow 300\nslow 300\n");
    booth.ask(4);
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    CHECK(booth.sheets_in_all() == 4);
  }
}

}  // namespace
}  // namespace booth
