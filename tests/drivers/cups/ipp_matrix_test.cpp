// A driverless printer behind the guard, with all that can happen to it.
#include <csignal>
#include <fstream>

#include <doctest/doctest.h>

#include "drivers/demo/rig/ipp_printer.hpp"
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

/// A booth with one IPP printer.
class IppBooth {
 public:
  IppBooth() : booth_({"selphy"}), printer_(booth_.plug_in_ipp_printer("selphy")) {}

  PrintBooth& booth() { return booth_; }
  demo::IppPrinter& printer() { return printer_; }

  bool has_said(const std::string& words) {
    return demo::wait_until([&] { return booth_.daemon_log().find(words) != std::string::npos; },
                            60s);
  }
  /// The guard has started CUPS's own ipp backend for it.
  bool is_begun(const PrintId& print) {
    const auto record = booth_.cups().guard_journal() / print.str();
    const auto is_written = [&] { return std::ifstream(record).peek() != EOF; };
    return demo::wait_until(is_written, 60s);
  }
  void check_end(demo::ChildProcess& daemon, int printed, PrintState other = PrintState::Unknown,
                 int others = 0) {
    CHECK(must(daemon.wait_for_end(120s)) == 0);
    const auto log = booth_.daemon_log();
    CAPTURE(log);
    CHECK(booth_.broken_promises() == "");
    CHECK(count(booth_.rows(), PrintState::Printed) == printed);
    CHECK(count(booth_.rows(), other) == others);
  }

 private:
  PrintBooth booth_;
  demo::IppPrinter& printer_;
};

TEST_SUITE("drivers/cups/ipp_matrix") {
  TEST_CASE("a driverless printer: slow, empty, jammed and open, every sheet comes out once") {
    IppBooth rig;
    rig.printer().set_script("slow 1\nmedia-empty\nmedia-jam\ncover-open\n");
    rig.booth().ask(4);
    auto daemon = rig.booth().start_daemon();
    CHECK(rig.has_said("condition=out_of_media"));
    rig.printer().refill();
    rig.check_end(daemon, 4);
  }

  TEST_CASE("a driverless printer gives a sheet up: it is held, the next one comes out") {
    // Whether it had begun with the sheet before it gave it up, it does not say.
    IppBooth rig;
    rig.printer().set_script("abort\n");
    rig.booth().ask(2);
    auto daemon = rig.booth().start_daemon();
    rig.check_end(daemon, 1, PrintState::Unknown, 1);
  }

  TEST_CASE("a driverless printer loses power before it has the sheet: it is printed later") {
    IppBooth rig;
    rig.printer().program().send_signal(SIGSTOP);  // takes connections, and answers nobody
    const auto print = rig.booth().ask(1).front();
    auto daemon = rig.booth().start_daemon();
    CHECK(rig.is_begun(print));
    rig.printer().cut_power();
    must(rig.printer().switch_on());
    rig.check_end(daemon, 1);
  }

  TEST_CASE("a driverless printer loses power below the head: that sheet is held, as lost") {
    IppBooth rig;
    rig.printer().set_script("slow 600\n");
    rig.booth().ask(2);
    auto daemon = rig.booth().start_daemon();
    REQUIRE(demo::wait_until([&] { return rig.printer().is_at_work(); }, 60s));
    rig.printer().cut_power();
    CHECK(rig.has_said("condition=offline"));
    must(rig.printer().switch_on());
    rig.check_end(daemon, 1, PrintState::Unknown, 1);
    CHECK(rig.booth().sheets_in_all() == 1);
  }

  TEST_CASE("a driverless printer loses power when the sheet is out: it is held, never repeated") {
    IppBooth rig;
    rig.printer().set_script("late 600\n");
    rig.booth().ask(2);
    auto daemon = rig.booth().start_daemon();
    REQUIRE(demo::wait_until([&] { return rig.printer().has_sheet_come_out(); }, 60s));
    rig.printer().cut_power();
    must(rig.printer().switch_on());
    rig.check_end(daemon, 1, PrintState::Unknown, 1);
    CHECK(rig.booth().sheets_in_all() == 2);
  }

  TEST_CASE("a driverless printer loses power at six moments of a job: printed once, or held") {
    IppBooth rig;
    for (int moment = 0; moment < 6; ++moment) {
      CAPTURE(moment);
      const auto print = rig.booth().ask(1).front();
      auto daemon = rig.booth().start_daemon();
      CHECK(rig.is_begun(print));
      (void)daemon.wait_for_end(moment * 50ms);
      rig.printer().cut_power();
      must(rig.printer().switch_on());
      CHECK(must(daemon.wait_for_end(120s)) == 0);
      CHECK(rig.booth().broken_promises() == "");
    }
  }

  TEST_CASE("a driverless printer that is away for a while gets its sheets when it is back") {
    IppBooth rig;
    rig.printer().cut_power();
    rig.booth().ask(2);
    auto daemon = rig.booth().start_daemon();
    CHECK(rig.has_said("condition=offline"));
    must(rig.printer().switch_on());
    rig.check_end(daemon, 2);
  }

  TEST_CASE("cupsd is killed while a driverless printer prints: no sheet comes out twice") {
    IppBooth rig;
    rig.printer().set_script("slow 2\n");
    rig.booth().ask(2);
    auto daemon = rig.booth().start_daemon();
    CHECK(rig.has_said("print_sending"));
    rig.booth().cups().cupsd().kill_now();
    must(rig.booth().cups().restart());
    CHECK(must(daemon.wait_for_end(120s)) == 0);
    CHECK(rig.booth().broken_promises() == "");
    CHECK(rig.booth().sheets_in_all() == 2);
  }
}

}  // namespace
}  // namespace booth
