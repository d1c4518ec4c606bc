#include "drivers/cups/cups_printer.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "drivers/demo/rig/private_cups.hpp"
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
}

}  // namespace
}  // namespace booth
