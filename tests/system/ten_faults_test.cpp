// P9 as a technician meets it: ten faults are made, `boothctl status` and `boothctl doctor` must
// name each of them and its remedy, and the remedy must help. Nothing but boothd, boothctl and
// their words.
#include <iterator>
#include <sstream>

#include "drivers/demo/rig/free_port.hpp"
#include "drivers/demo/rig/nginx_dav.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "tests/system/faulty_booth.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;

/// A folder with boothd and something else in the place of its camera worker.
fs::path programs_with_worker(const fs::path& folder, const fs::path& worker) {
  fs::create_directories(folder / "bin");
  fs::copy_file(kPrograms / "boothd", folder / "bin/boothd");
  fs::copy_file(worker, folder / "bin/booth-camera-worker");
  return folder / "bin";
}

std::string target(const std::string& url, const std::string& more) {
  return "[[target]]\nname = \"cloud\"\nkind = \"put\"\nurl = \"" + url + "\"\n" + more + "\n";
}

std::string trusting(const NginxDav& cloud) {
  return "ca_file = " + in_quotes(cloud.ca_file()) + "\n";
}

std::string printer(const PrivateCups& cups) {
  return "[[printer]]\nname = \"dnp\"\nqueue = \"dnp\"\nprofile = \"driverless\"\nserver = " +
         in_quotes(cups.server()) + "\n";
}

std::vector<std::string> words_of(const std::string& command) {
  std::istringstream text(command);
  return {std::istream_iterator<std::string>(text), {}};
}

}  // namespace

TEST_SUITE("system/ten_faults") {
  TEST_CASE("another program holds the camera") {
    auto other = must(ChildProcess::start({.words = {"sleep", "1000"}}));
    FaultyBooth booth;
    booth.camera = "kind = \"gphoto2\"";
    booth.programs = programs_with_worker(booth.folder(), kPrograms / "claimed-camera-worker");
    write_text(booth.programs / "holder", std::to_string(other.pid()));
    booth.start();
    const auto said =
        booth.check_named("gvfsd-gphoto2 (process", "End the other program", "camera");

    // The number that the text tells is the one to end.
    const std::string before = "gvfsd-gphoto2 (process ";
    const auto told = std::stoi(said.substr(said.find(before) + before.size()));
    REQUIRE(told == other.pid());
    REQUIRE(booth.carry_out("kill " + std::to_string(told)).exit_code == 0);
    must(other.wait_for_end(testing::longest_wait()));
    booth.check_cleared("gvfsd-gphoto2 (process", "camera");
  }

  TEST_CASE("the camera's driver crashes again and again") {
    FaultyBooth booth;
    booth.camera = "kind = \"gphoto2\"";
    booth.programs = programs_with_worker(booth.folder(), "/bin/false");
    booth.stand_in("apt-get", "test \"$*\" = 'install --reinstall boothd'\ncp " +
                                  in_quotes(kPrograms / "claimed-camera-worker") + ' ' +
                                  in_quotes(booth.programs / "new") + "\nmv " +
                                  in_quotes(booth.programs / "new") + ' ' +
                                  in_quotes(booth.programs / "booth-camera-worker"));
    booth.start();
    const std::string fault = "the camera driver crashes again and again";
    const auto said = booth.check_named(fault, "apt-get install --reinstall boothd", "camera");
    REQUIRE(booth.carry_out(FaultyBooth::command_in(said, "apt-get")).exit_code == 0);
    booth.check_cleared(fault, "camera");
  }

  TEST_CASE("the print queue is paused") {
    auto cups = must(PrivateCups::start({.guard_program = kPrograms / "booth-guard"}));
    must(cups.add_raw_queue("dnp", "file:///dev/null"));
    // A queue that does not take jobs is not one that boothd may resume by itself.
    must(cups.run_tool({"cupsdisable", "dnp"}));
    must(cups.run_tool({"cupsreject", "dnp"}));
    FaultyBooth booth;
    booth.more = printer(cups);
    booth.start();
    const auto said = booth.check_named("dnp: misconfigured", "cupsaccept dnp", "printer dnp");
    must(cups.run_tool(words_of(FaultyBooth::command_in(said, "cupsaccept"))));
    booth.check_cleared("misconfigured", "printer dnp");
  }

  TEST_CASE("the printer has the wrong paper") {
    auto cups = must(PrivateCups::start({.guard_program = kPrograms / "booth-guard"}));
    must(cups.add_backend("boothsim", SIMULATED_BACKEND));
    const auto device = cups.scratch() / "dnp";
    fs::create_directories(device);
    fs::permissions(device, fs::perms::all);
    write_text(device / "state", "4 Printer not ready: Incorrect Media, please correct...");
    must(cups.add_raw_queue("dnp", "boothsim:/" + device.string()));
    write_text(device / "sheet", "sheet");
    must(cups.run_tool({"lp", "-d", "dnp", "-o", "raw", (device / "sheet").string()}));
    FaultyBooth booth;
    booth.more = printer(cups);
    booth.start();
    booth.check_named("wrong media", "Put in the paper and ribbon", "printer dnp");
    fs::remove(device / "state");  // somebody has put them in
    booth.check_cleared("wrong media", "printer dnp");
  }

  TEST_CASE("the disk is nearly full") {
    FaultyBooth booth;
    const auto left = booth.folder() / "free_mib";
    write_text(left, "300");
    booth.environment = {{"LD_PRELOAD", FULL_DISK_SHIM}, {"BOOTH_FREE_MIB_FILE", left.string()}};
    booth.start();
    booth.check_named("314 MB free", "remove old events", "disk");
    write_text(left, "90000");  // somebody has removed them
    booth.check_cleared("314 MB free", "disk");
  }

  TEST_CASE("the cloud's token has expired") {
    FaultyBooth booth;
    const std::string good = "good-token-of-today";
    auto cloud = must(NginxDav::prepare({.folder = booth.folder() / "cloud", .token = good}));
    must(cloud.start());
    const auto token = booth.folder() / "token";
    write_text(token, "token-of-last-year");
    fs::permissions(token, fs::perms::owner_read | fs::perms::owner_write);
    booth.more = target(cloud.base_url(), trusting(cloud) + "token_file = " + in_quotes(token));
    booth.start();
    booth.check_named("401", "get a new token", "network");
    write_text(token, good);
    booth.check_cleared("401", "network");
  }

  TEST_CASE("the clock is wrong") {
    FaultyBooth booth;
    const auto error = booth.folder() / "clock_error";
    write_text(error, "-300000000");
    booth.environment = {{"LD_PRELOAD", WRONG_CLOCK_SHIM},
                         {"BOOTH_CLOCK_ERROR_FILE", error.string()}};
    booth.stand_in("timedatectl", "test \"$1\" = set-time\necho 0 > " + in_quotes(error));
    booth.start();
    const auto said = booth.check_named("the date is wrong", "timedatectl set-time", "clock");
    const auto command = FaultyBooth::command_in(said, "timedatectl set-time");
    REQUIRE(booth.carry_out(command + " '2026-12-05 14:00'").exit_code == 0);
    booth.check_cleared("the date is wrong", "clock");
  }

  TEST_CASE("the venue's log-in page stands between booth and cloud") {
    FaultyBooth booth;
    const auto check = free_port();
    auto portal = must(NginxDav::prepare(
        {.folder = booth.folder() / "portal", .plain_port = check, .plain_status = 200}));
    auto cloud = must(NginxDav::prepare(
        {.folder = booth.folder() / "cloud", .port = portal.port(), .plain_port = check}));
    must(portal.start());
    booth.more =
        target(cloud.base_url(), trusting(cloud) + "portal_check_url = \"http://127.0.0.1:" +
                                     std::to_string(check) + "/up\"");
    booth.start();
    booth.check_named("captive", "open a browser on it and log in", "network");
    portal.stop();  // somebody has logged in: the road is open
    must(cloud.start());
    booth.check_cleared("captive", "network");
  }

  TEST_CASE("the event's template is broken") {
    FaultyBooth booth;
    const fs::path shipped = booth.templates;
    booth.templates = booth.folder() / "templates";
    fs::create_directories(booth.templates);
    fs::copy(shipped, booth.templates, fs::copy_options::recursive);
    const auto file = booth.templates / "classic-4x6/template.toml";
    write_text(file, "medium = 46");
    booth.start();
    const auto said = booth.check_named("template.toml:1", "boothctl template check", "templates");

    auto command = FaultyBooth::command_in(said, "boothctl template check");
    command.replace(command.find("FOLDER"), 6, in_quotes(file.parent_path()));
    const auto mistakes = booth.carry_out(command);
    CHECK(mistakes.exit_code != 0);
    CHECK((mistakes.out + mistakes.err).find("template.toml:1") != std::string::npos);
    fs::copy_file(shipped / "classic-4x6/template.toml", file,
                  fs::copy_options::overwrite_existing);
    CHECK(booth.carry_out(command).exit_code == 0);
    booth.check_cleared("template.toml:1", "templates");
  }

  TEST_CASE("the cloud's certificate is not one that the booth trusts") {
    FaultyBooth booth;
    auto cloud = must(NginxDav::prepare({.folder = booth.folder() / "cloud"}));
    must(cloud.start());
    booth.more = target(cloud.base_url(), "");
    booth.start();
    booth.check_named("certificate", "ca_file", "network");
    booth.more = target(cloud.base_url(), trusting(cloud));
    booth.start();
    booth.check_gone("certificate");
  }
}

}  // namespace booth::demo
