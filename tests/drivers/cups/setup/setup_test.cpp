// `boothctl printer setup` on a file system of its own, with a cupsd that reads its configuration
// from there.
#include <fstream>

#include <doctest/doctest.h>

#include "drivers/cups/cups_printer.hpp"
#include "drivers/cups/setup/printer_setup.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/setup/cups_machine.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::kFirstPrinter;
using testing::kSecondPrinter;
using Machine = testing::CupsMachine;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_SUITE("drivers/cups/setup") {
  TEST_CASE("the difference is shown, and nothing is changed before it is asked for") {
    Machine machine;
    const auto before = machine.state();
    const auto words = machine.plan_in_words();
    CAPTURE(words);
    CHECK(has(words, "- MaxJobTime 10800"));
    CHECK(has(words, "+ MaxJobTime 0   # a sheet that waits for paper is not cancelled"));
    CHECK(has(words, "+ device booth-guard:/" + std::string(kFirstPrinter)));
    CHECK_FALSE(has(words, "SyncOnClose"));  // the rig has it set already
    CHECK(machine.state() == before);
  }

  TEST_CASE("one command brings guard, cupsd's options and a queue for each of two twins") {
    Machine machine;
    machine.set_up();
    CHECK(
        has(machine.queues(), "device for dnp-ds620: booth-guard:/" + std::string(kFirstPrinter)));
    CHECK(has(machine.queues(),
              "device for dnp-ds620-0002: booth-guard:/" + std::string(kSecondPrinter)));
    const auto toml = setup::text_of(machine.paths().boothd_toml);
    CHECK(has(toml, "queue = \"dnp-ds620-0002\"\nprofile = \"dnp-ds620\"\nguard_journal = \"" +
                        machine.paths().journal.string()));

    // What is printed goes through the guard, and it writes where it was told to.
    CupsPrinter printer({.name = "dnp",
                         .profile = "dnp-ds620",
                         .address = {.server = machine.cups().server(), .queue = "dnp-ds620"},
                         .guard_journal = machine.paths().journal.string()});
    const auto print = new_print_id();
    must(await_result(printer.submit({print, "4x6", coordinate_picture(1240, 1844)})));
    const auto is_done = [&] {
      return must(await_result(printer.guard_record(print))) == GuardRecord::Done;
    };
    CHECK(demo::wait_until(is_done, 60s));
  }

  TEST_CASE("without cupsd nothing is planned, and it says how to start it") {
    Machine machine;
    auto options = machine.options();
    options.server = (machine.paths().journal / "no-such-socket").string();
    const auto plan = setup::plan_setup(options);
    REQUIRE_FALSE(plan.has_value());
    CHECK(has(plan.error().context, "cupsd does not run: systemctl start cups"));
  }

  TEST_CASE("a second run finds nothing to change, and undo gives back every byte") {
    Machine machine;
    const auto before = machine.state();
    machine.set_up();
    const auto after = machine.state();
    CHECK(must(setup::plan_setup(machine.options())).is_empty());
    machine.set_up();
    CHECK(machine.state() == after);
    machine.take_back();
    CHECK(machine.state() == before);
    CHECK(must(setup::plan_undo(machine.options())).is_empty());
    CHECK(fs::exists(machine.paths().journal));
  }

  TEST_CASE("the guard is a backend that cupsd runs as root, and becomes one again") {
    Machine machine;
    machine.set_up();
    const auto guard = machine.paths().guard;
    CHECK(fs::status(guard).permissions() == setup::kGuardMode);
    fs::permissions(guard, fs::perms(0755));
    CHECK(has(machine.plan_in_words(), "+ mode 0744"));
    machine.set_up();
    CHECK(fs::status(guard).permissions() == setup::kGuardMode);
    CHECK(must(setup::plan_setup(machine.options())).is_empty());
  }

  TEST_CASE("a queue that is there already keeps its name, and gets its device back with undo") {
    Machine machine;
    must(machine.cups().run_tool({"lpadmin", "-p", "Photos", "-E", "-v", kFirstPrinter, "-m",
                                  "gutenprint.5.3://dnp-ds620/simple"}));
    const auto before = machine.queues();
    machine.set_up();
    CHECK(has(machine.queues(), "device for Photos: booth-guard:/" + std::string(kFirstPrinter)));
    CHECK(
        has(machine.queues(), "device for dnp-ds620: booth-guard:/" + std::string(kSecondPrinter)));
    machine.take_back();
    CHECK(machine.queues() == before);
  }

  TEST_CASE("cut off in the middle, the next run does what is left") {
    Machine machine;
    const auto before = machine.state();
    const auto wanted = machine.options();
    const auto whole = must(setup::plan_setup(wanted));
    for (std::size_t done = 0; done <= whole.files.size(); ++done) {
      auto part = whole;
      part.files.resize(done);
      part.queues.resize(done == whole.files.size() ? 1 : 0);
      part.needs_restart = false;
      must(setup::carry_out(wanted, part));
    }
    machine.set_up();
    CHECK(must(setup::plan_setup(wanted)).is_empty());
    machine.take_back();
    CHECK(machine.state() == before);
  }

  TEST_CASE("while a sheet is printed cupsd is left alone") {
    Machine machine;
    must(machine.cups().add_backend("boothsim", BOOTH_BIN_DIR "/booth-simulated-backend"));
    const auto device = machine.cups().scratch() / "slow";
    fs::create_directory(device);
    fs::permissions(device, fs::perms(0777));
    std::ofstream(device / "script") << "slow 600000\n";
    must(machine.cups().add_raw_queue("slow", "boothsim:" + device.string()));
    must(machine.cups().run_tool({"lp", "-d", "slow", "/etc/hostname"}));
    REQUIRE(demo::wait_until([&] { return fs::exists(device / "device"); }, 60s));
    const auto before = machine.state();
    const auto wanted = machine.options();
    const auto refused = setup::carry_out(wanted, must(setup::plan_setup(wanted)));
    CHECK(refused.error().code == Errc::Conflict);
    CHECK(machine.state() == before);
    must(machine.cups().run_tool({"cancel", "-a", "slow"}));
  }

  TEST_CASE("a printer of no tested model gets no queue, and a machine without CUPS a sentence") {
    Machine machine;
    auto wanted = machine.options();
    wanted.device = "gutenprint53+usb://unheard-of/1";
    const auto plan = must(setup::plan_setup(wanted));
    CHECK(plan.queues.empty());
    REQUIRE(plan.notes.size() == 1);
    CHECK(has(plan.notes[0], "no tested model"));
    fs::remove(machine.paths().cupsd_conf);
    CHECK(has(setup::plan_setup(wanted).error().context, "is CUPS installed?"));
  }

  TEST_CASE("boothctl shows first and changes with --yes") {
    Machine machine;
    const auto before = machine.state();
    const auto wanted = machine.options();
    std::string restart;
    for (const auto& word : wanted.restart) restart += word + " ";
    std::vector<std::string> command{std::string(BOOTH_BIN_DIR) + "/boothctl",
                                     "printer",
                                     "setup",
                                     "--root",
                                     wanted.root,
                                     "--cups-server",
                                     wanted.server,
                                     "--restart",
                                     restart};
    CHECK(has(must(machine.cups().run_tool(command)), "Nothing has been changed yet"));
    CHECK(machine.state() == before);
    command.emplace_back("--yes");
    CHECK(has(must(machine.cups().run_tool(command)), "Done."));
    CHECK(machine.state() != before);
    CHECK(has(must(machine.cups().run_tool(command)), "Nothing to change."));
    command.emplace_back("--undo");
    must(machine.cups().run_tool(command));
    CHECK(machine.state() == before);
  }
}

}  // namespace
}  // namespace booth
