#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "drivers/cups/cups_printer.hpp"
#include "drivers/demo/rig/ipp_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// A real cupsd and guard with the simulated printer behind them.
struct SimulatedPrinter {
  SimulatedPrinter() {
    must(cups.add_backend("boothsim", BOOTH_BIN_DIR "/booth-simulated-backend"));
    fs::create_directory(device);
    fs::permissions(device, fs::perms(0777));
    must(cups.add_raw_queue("dnp", "booth-guard:/boothsim:" + device.string()));
  }
  void set(const std::string& name, const std::string& text) const {
    std::ofstream(device / name, std::ios::trunc) << text;
    fs::permissions(device / name, fs::perms(0666));
  }
  PrinterReport report() { return must(await_result(printer.report())); }

  demo::PrivateCups cups =
      must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard",
                                     .environment = {{"BOOTH_GUARD_COUNTERS", "boothsim"}}}));
  fs::path device = cups.scratch() / "dnp";
  CupsPrinter printer{{.name = "dnp",
                       .profile = "dnp-ds620",
                       .address = {.server = cups.server(), .queue = "dnp"},
                       .guard_journal = cups.guard_journal().string()}};
};

TEST_SUITE("drivers/cups/printer_levels") {
  TEST_CASE("an idle printer is asked what is left in it, and nothing is printed") {
    SimulatedPrinter rig;
    CHECK_FALSE(rig.report().media_remaining);
    rig.set("media", "84 6x4 (PC)");
    must(await_result(rig.printer.refresh_levels()));
    REQUIRE(demo::wait_until([&] { return rig.report().media_remaining == 84; }, 60s));
    const auto report = rig.report();
    REQUIRE(report.loaded);
    CHECK(report.loaded->name == "6x4 (PC)");
    CHECK(report.loaded->prints == std::vector<std::string>{"4x6", "2x6x2", "2x6"});
    CHECK_FALSE(fs::exists(rig.device / "paper"));
    CHECK(report.active_jobs.empty());
  }

  TEST_CASE("a sheet that the printer itself has counted says so") {
    SimulatedPrinter rig;
    rig.set("counter", "48123");
    rig.set("media", "84 6x4 (PC)");
    const auto print = new_print_id();
    must(await_result(rig.printer.submit({print, "4x6", coordinate_picture(1240, 1844)})));
    const auto is_counted = [&] {
      return must(await_result(rig.printer.guard_record(print))) == GuardRecord::Counted;
    };
    CHECK(demo::wait_until(is_counted, 60s));
    CHECK(demo::wait_until([&] { return rig.report().media_remaining == 83; }, 60s));
  }

  TEST_CASE("an IPP printer is asked for its own job list, its trays, and what it has forgotten") {
    const demo::TempFolder folder("ipp");
    const auto printed = folder.path() / "printed";
    fs::create_directory(printed);
    auto device = must(demo::IppPrinter::start({.folder = folder.path(), .printed = printed}));
    auto cups = must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard"}));
    must(cups.add_driverless_queue("selphy", device.uri()));
    CupsPrinter printer({.name = "selphy",
                         .profile = "driverless",
                         .address = {.server = cups.server(), .queue = "selphy"}});
    CHECK(printer.best_proof() == PrintProof::IppJob);
    const auto print = new_print_id();
    must(await_result(printer.submit({print, "4x6", coordinate_picture(1200, 1800)})));
    const auto at_printer = [&](const PrintId& id) {
      const auto job = must(await_result(printer.find_job(id)));
      return job ? job->at_printer : AtPrinter::NotAsked;
    };
    CHECK(demo::wait_until([&] { return at_printer(print) == AtPrinter::Completed; }, 60s));
    must(await_result(printer.refresh_levels()));
    const auto report = must(await_result(printer.report()));
    REQUIRE(report.loaded);
    CHECK(report.loaded->prints == std::vector<std::string>{"4x6"});

    IppDevice itself(*ipp_address(device.uri()), 2s);
    CHECK(itself.job(print.str()) == AtPrinter::Completed);
    CHECK(itself.job(new_print_id().str()) == AtPrinter::Forgotten);
    device.program().kill_now();
    CHECK(itself.job(print.str()) == AtPrinter::Silent);
    CHECK(at_printer(print) == AtPrinter::Silent);
  }
}

}  // namespace
}  // namespace booth
