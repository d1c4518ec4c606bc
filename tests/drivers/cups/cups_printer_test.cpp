#include "drivers/cups/cups_printer.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>

#include <sys/socket.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/dnp_stream.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

demo::PrivateCups start_cups() {
  return must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard"}));
}

CupsPrinterOptions ds620(const demo::PrivateCups& cups) {
  return {.name = "dnp",
          .profile = "dnp-ds620",
          .address = {.server = cups.server(), .queue = "dnp"},
          .guard_journal = cups.guard_journal().string()};
}

bool is_completed(CupsPrinter& printer, const PrintId& print) {
  const auto job = await_result(printer.find_job(print));
  return job && job->has_value() && (*job)->state == SpoolJob::State::Completed;
}

std::map<std::string, std::string> print_and_read(const demo::PrivateCups& cups,
                                                  const CupsPrinterOptions& options,
                                                  const std::string& medium) {
  CupsPrinter printer(options);
  const auto format = must(printer.format_for(medium));
  const auto print = new_print_id();
  must(await_result(
      printer.submit({print, medium, coordinate_picture(format.width_px, format.height_px)})));
  REQUIRE(demo::wait_until([&] { return is_completed(printer, print); }, 60s));
  return dnp::read_commands((cups.printed() / (print.str() + ".prn")).string());
}

/// Kills the raster filter among the children of `cupsd`. @returns false when there is none at the
/// moment
bool kill_filter(pid_t cupsd) {
  const auto task = std::to_string(cupsd);
  std::ifstream children("/proc/" + task + "/task/" + task + "/children");
  for (std::string pid; children >> pid;) {
    std::string name;
    std::getline(std::ifstream("/proc/" + pid + "/comm") >> std::ws, name);
    if (name.starts_with("rastertogutenp")) return ::kill(std::stoi(pid), SIGKILL) == 0;
  }
  return false;
}

TEST_SUITE("drivers/cups/cups_printer") {
  TEST_CASE(
      "a sheet reaches the DS620 pixel by pixel, and the guard writes down that it was printed") {
    auto cups = start_cups();
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    CupsPrinter printer(ds620(cups));
    const auto print = new_print_id();
    const auto image = coordinate_picture(1240, 1844);

    CHECK(must(await_result(printer.guard_record(print))) == GuardRecord::None);
    CHECK(must(await_result(printer.submit({print, "4x6", image}))) > 0);
    REQUIRE(demo::wait_until([&] { return is_completed(printer, print); }, 60s));
    CHECK(must(await_result(printer.guard_record(print))) == GuardRecord::Done);

    const auto kept = cups.printed() / (print.str() + ".prn");
    REQUIRE(std::filesystem::exists(kept));
    auto commands = dnp::read_commands(kept.string());
    CHECK(dnp::differing_pixels(image, 0, dnp::read_plane(commands["IMAGE CPLANE"])) == 0);
    CHECK(dnp::differing_pixels(image, 1, dnp::read_plane(commands["IMAGE MPLANE"])) == 0);
    CHECK(dnp::differing_pixels(image, 2, dnp::read_plane(commands["IMAGE YPLANE"])) == 0);
    CHECK(commands.contains("CNTRL START"));
  }

  TEST_CASE("two strips are cut by the page size: each model family has its own command") {
    auto cups = start_cups();
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    must(cups.add_gutenprint_queue("rx1", "dnp-dsrx1"));
    auto rx1 = ds620(cups);
    rx1.name = rx1.profile = "dnp-dsrx1";
    rx1.address.queue = "rx1";
    CHECK(print_and_read(cups, ds620(cups), "2x6x2").contains("CNTRL FULL_CUTTER_SET"));
    CHECK_FALSE(print_and_read(cups, ds620(cups), "4x6").contains("CNTRL FULL_CUTTER_SET"));
    CHECK(print_and_read(cups, rx1, "2x6x2")["CNTRL CUTTER"] == "00000120");
    CHECK(print_and_read(cups, rx1, "4x6")["CNTRL CUTTER"] == "00000000");
  }

  TEST_CASE(
      "a sheet that the printer would have to scale or cannot print is refused, and no job is "
      "made") {
    auto cups = start_cups();
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    CupsPrinter printer(ds620(cups));
    const auto print = new_print_id();
    const auto scaled =
        await_result(printer.submit({print, "4x6", coordinate_picture(1200, 1800)}));
    CHECK(scaled.error().code == Errc::BadInput);
    const auto turned =
        await_result(printer.submit({print, "4x6", coordinate_picture(1844, 1240)}));
    CHECK(turned.error().code == Errc::BadInput);
    const auto unknown =
        await_result(printer.submit({print, "10x15", coordinate_picture(1240, 1844)}));
    CHECK(unknown.error().code == Errc::Unsupported);
    CHECK_FALSE(must(await_result(printer.find_job(print))));
  }

  TEST_CASE("a queue that is not there is a matter of configuration") {
    auto cups = start_cups();
    CupsPrinter printer(ds620(cups));
    const auto report = must(await_result(printer.report()));
    CHECK(report.condition == PrinterCondition::Misconfigured);
    CHECK(report.message == "there is no print queue named dnp");
    const auto sent =
        await_result(printer.submit({new_print_id(), "4x6", coordinate_picture(1240, 1844)}));
    CHECK(sent.error().code == Errc::NotFound);
  }

  TEST_CASE("a cupsd that hangs is given up after the patience, and used again when it answers") {
    auto cups = start_cups();
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    auto options = ds620(cups);
    options.address.patience = 500ms;
    CupsPrinter printer(options);
    CHECK(must(await_result(printer.report())).condition == PrinterCondition::Ready);
    cups.cupsd().send_signal(SIGSTOP);
    CHECK(await_result(printer.report()).error().code == Errc::PrinterUnreachable);
    cups.cupsd().send_signal(SIGCONT);
    CHECK(must(await_result(printer.report())).condition == PrinterCondition::Ready);
    cups.cupsd().kill_now();
    CHECK(await_result(printer.report()).error().code == Errc::PrinterUnreachable);
    must(cups.restart());
    CHECK(must(await_result(printer.report())).condition == PrinterCondition::Ready);
  }

  TEST_CASE("a paused queue says so and goes on when it is resumed") {
    auto cups = start_cups();
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    CupsPrinter printer(ds620(cups));
    must(cups.run_tool({"cupsdisable", "dnp"}));
    const auto paused = must(await_result(printer.report()));
    CHECK(paused.is_queue_paused);
    CHECK_FALSE(can_print(paused.condition));
    const auto print = new_print_id();
    must(await_result(printer.submit({print, "4x6", coordinate_picture(1240, 1844)})));
    CHECK(must(await_result(printer.report())).active_jobs.size() == 1);
    must(await_result(printer.resume_queue()));
    CHECK(demo::wait_until([&] { return is_completed(printer, print); }, 60s));
    CHECK_FALSE(must(await_result(printer.report())).is_queue_paused);
  }

  TEST_CASE("a wrong medium cancels the job, and the guard knows that nothing was printed") {
    auto cups = start_cups();
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    CupsPrinter printer(ds620(cups));
    const auto print = new_print_id();
    // The simulated DS620 has 6 inch paper loaded; a 5x7 needs the 5 inch roll.
    must(await_result(printer.submit({print, "5x7", coordinate_picture(1548, 2138)})));
    const auto is_cancelled = [&] {
      const auto job = must(await_result(printer.find_job(print)));
      return job && job->state == SpoolState::Cancelled;
    };
    CHECK(demo::wait_until(is_cancelled, 60s));
    CHECK(must(await_result(printer.guard_record(print))) == GuardRecord::None);
    CHECK(must(await_result(printer.report())).condition == PrinterCondition::WrongMedia);
  }

  TEST_CASE(
      "a filter that is killed cannot cut a sheet short: the spooler tries again, and it comes out "
      "whole") {
    auto cups = start_cups();
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    CupsPrinter printer(ds620(cups));
    const auto print = new_print_id();
    const auto image = coordinate_picture(1240, 1844);
    must(await_result(printer.submit({print, "4x6", image})));
    const bool is_killed = demo::wait_until([&] { return kill_filter(cups.cupsd().pid()); }, 30s);
    CHECK(is_killed);
    const auto is_done = [&] {
      (void)await_result(printer.resume_queue());  // as the queue's runner does
      return must(await_result(printer.guard_record(print))) == GuardRecord::Done;
    };
    CHECK(demo::wait_until(is_done, 90s));
    auto commands = dnp::read_commands((cups.printed() / (print.str() + ".prn")).string());
    CHECK(dnp::differing_pixels(image, 2, dnp::read_plane(commands["IMAGE YPLANE"])) == 0);
  }
}

}  // namespace
}  // namespace booth
