#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "drivers/cups/cups_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

/// What a crash leaves behind between the two files that cupsd writes when it cancels a job: the
/// list of jobs says cancelled, the job's own file says pending.
void leave_ghost(demo::PrivateCups& cups) {
  cups.cupsd().kill_now();
  const auto list = cups.scratch().parent_path() / "cache/job.cache";
  std::ifstream file(list);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::string pending = "State 3\n";
  REQUIRE(text.find(pending) != std::string::npos);
  text.replace(text.find(pending), pending.size(), "State 7\nCompleted 1795333888\n");
  std::ofstream(list, std::ios::trunc) << text;
  must(cups.restart());
}

TEST_SUITE("drivers/cups/ghost_job") {
  TEST_CASE("a job that cupsd lists as waiting and has forgotten is told as given up") {
    auto cups = must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard"}));
    must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
    CupsPrinter printer({.name = "dnp",
                         .profile = "dnp-ds620",
                         .address = {.server = cups.server(), .queue = "dnp"},
                         .guard_journal = cups.guard_journal().string()});
    must(cups.run_tool({"cupsdisable", "dnp"}));
    const auto print = new_print_id();
    must(await_result(printer.submit({print, "4x6", coordinate_picture(1240, 1844)})));
    leave_ghost(cups);
    CHECK(must(await_result(printer.report())).active_jobs.empty());
    const auto ghost = must(await_result(printer.find_job(print)));
    REQUIRE(ghost);
    CHECK(ghost->state == SpoolState::Aborted);
    must(await_result(printer.cancel(print)));
    CHECK(must(await_result(printer.find_job(print)))->state == SpoolState::Cancelled);
  }
}

}  // namespace
}  // namespace booth
