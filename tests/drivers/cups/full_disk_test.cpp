// The disk of the spooler is full, or that of the guard's journal: no sheet is lost, none comes out
// unrecorded, and it goes on when there is room.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/print_booth.hpp"
#include "tests/support/must.hpp"
#include "tests/support/small_disk.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool has_said(const PrintBooth& booth, const std::string& words) {
  return demo::wait_until([&] { return booth.daemon_log().find(words) != std::string::npos; }, 60s);
}

void check_all_printed(PrintBooth& booth, demo::ChildProcess& daemon, int sheets) {
  CHECK(must(daemon.wait_for_end(120s)) == 0);
  const auto log = booth.daemon_log();
  CAPTURE(log);
  CHECK(booth.broken_promises() == "");
  for (const auto& row : booth.rows()) CHECK(row.state == PrintState::Printed);
  CHECK(booth.sheets_in_all() == sheets);
}

TEST_SUITE("drivers/cups/full_disk") {
  TEST_CASE("the spooler's disk is full: the sheets wait, and come out when there is room") {
    PrintBooth booth({"dnp"});
    const auto spool = booth.cups().scratch().parent_path() / "spool";
    auto disk = SmallDisk::mount_over(spool, "2m");  // a sheet takes seven
    if (!disk) {
      MESSAGE("skipped: this kernel does not let us mount a small disk");
      return;
    }
    fs::create_directory(spool / "tmp");
    fs::permissions(spool / "tmp", fs::perms(0777));
    must(booth.cups().restart());
    booth.ask(2);
    auto daemon = booth.start_daemon();
    CHECK(has_said(booth, "print_not_accepted"));
    CHECK(booth.sheets_in_all() == 0);
    REQUIRE(disk->enlarge("64m"));
    check_all_printed(booth, daemon, 2);
  }

  TEST_CASE("the guard's disk is full: nothing is printed unrecorded, and all of it later") {
    PrintBooth booth({"dnp"});
    const auto journal = booth.cups().guard_journal();
    auto disk = SmallDisk::mount_over(journal, "4k");
    if (!disk) {
      MESSAGE("skipped: this kernel does not let us mount a small disk");
      return;
    }
    std::ofstream(journal / "ballast") << std::string(4096, 'x');
    must(booth.cups().restart());
    booth.ask(2);
    auto daemon = booth.start_daemon();
    CHECK(has_said(booth, "No space left on device"));
    CHECK(booth.sheets_in_all() == 0);
    REQUIRE(disk->enlarge("1m"));
    check_all_printed(booth, daemon, 2);
  }
}

}  // namespace
}  // namespace booth
