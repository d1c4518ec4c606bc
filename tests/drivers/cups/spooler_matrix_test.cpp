// What cupsd does with jobs, whatever it was configured to do.
#include <csignal>
#include <fstream>
#include <memory>

#include <doctest/doctest.h>

#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/print_booth.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

/// Debian's own values, under which jobs vanish in a crash and numbers are given twice.
const std::map<std::string, std::string> kForgetful{{"DirtyCleanInterval", "30"}};

int count(const std::vector<PrintJob>& rows, PrintState state) {
  return static_cast<int>(std::count_if(
      rows.begin(), rows.end(), [state](const PrintJob& row) { return row.state == state; }));
}

TEST_SUITE("drivers/cups/spooler_matrix") {
  TEST_CASE("every exit code of a driver under every error policy of the queue") {
    struct Run {
      std::unique_ptr<PrintBooth> booth;
      demo::ChildProcess daemon;
    };
    std::vector<Run> runs;  // side by side: they mostly wait
    for (const std::string policy :
         {"retry-job", "stop-printer", "abort-job", "retry-current-job"}) {
      auto booth = std::make_unique<PrintBooth>(std::vector<std::string>{"dnp"});
      must(
          booth->cups().run_tool({"lpadmin", "-p", "dnp", "-o", "printer-error-policy=" + policy}));
      booth->set_script("dnp",
                        "exit 6 offline\nexit 3 held\nexit 2 authentication\nexit 4 Cover Open\n"
                        "exit 7 try again\nexit 5 Incorrect media\nexit 1 USB error\n");
      booth->ask(3);
      auto daemon = booth->start_daemon();
      runs.push_back({std::move(booth), std::move(daemon)});
    }
    for (auto& run : runs) {
      CHECK(must(run.daemon.wait_for_end(120s)) == 0);
      CHECK(run.booth->broken_promises() == "");
      // Wrong media and the error in the middle are for a person, whichever sheets they met.
      const auto rows = run.booth->rows();
      CHECK(count(rows, PrintState::Held) == 1);
      CHECK(count(rows, PrintState::Unknown) == 1);
      CHECK(count(rows, PrintState::Printed) == 1);
    }
  }

  TEST_CASE("a crash of cupsd loses the job, and its number is given again: printed once") {
    PrintBooth booth({"dnp"}, kForgetful);
    booth.set_state("dnp", "4 Printer not ready: Cover Open, please correct...");
    booth.ask(2);
    auto daemon = booth.start_daemon();
    const auto is_seen = [&] {
      return booth.daemon_log().find("condition=cover_open") != std::string::npos;
    };
    REQUIRE(demo::wait_until(is_seen, 60s));
    booth.cups().cupsd().kill_now();
    must(booth.cups().restart());
    booth.clear_state("dnp");
    CHECK(must(daemon.wait_for_end(90s)) == 0);
    CHECK(booth.broken_promises() == "");
    CHECK(booth.sheets_in_all() == 2);
  }

  TEST_CASE("cupsd killed right after a sheet came out has no history: the guard knows it") {
    PrintBooth booth({"dnp"}, kForgetful);
    booth.set_script("dnp", "slow 300\n");
    const auto prints = booth.ask(1);
    auto daemon = booth.start_daemon();
    REQUIRE(demo::wait_until([&] { return booth.sheets_in_all() == 1; }, 60s));
    daemon.kill_now();
    const guard::Journal journal(booth.cups().guard_journal());
    const auto is_done = [&] { return must(journal.read(prints[0].str())) == guard::Entry::Done; };
    REQUIRE(demo::wait_until(is_done, 60s));
    booth.cups().cupsd().kill_now();
    must(booth.cups().restart());
    CHECK(booth.run_to_the_end() == "");
    CHECK(booth.broken_promises() == "");
    CHECK(count(booth.rows(), PrintState::Printed) == 1);
  }

  TEST_CASE("the power goes at ten points of a job") {
    for (int point = 0; point < 10; ++point) {
      CAPTURE(point);
      PrintBooth booth({"dnp"});
      booth.set_script("dnp", "slow 200\nslow 200\n");
      booth.ask(2);
      auto daemon = booth.start_daemon();
      (void)daemon.wait_for_end(point * 60ms);
      booth.cups().cupsd().kill_now();
      daemon.kill_now();
      booth.kill_backends("booth-guard:", SIGKILL);
      booth.kill_backends("boothsim:", SIGKILL);
      must(booth.cups().restart());
      CHECK(booth.run_to_the_end() == "");
      CHECK(booth.broken_promises() == "");
    }
  }
}

}  // namespace
}  // namespace booth
