// P9 as a technician meets it: ten faults are made, and `boothctl status` and `boothctl doctor`
// must name each of them and its remedy. Nothing but boothd, boothctl and their words.
#include <filesystem>
#include <fstream>
#include <map>

#include <doctest/doctest.h>

#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/free_port.hpp"
#include "drivers/demo/rig/nginx_dav.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/must.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/run_program.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;

const fs::path kPrograms = BOOTH_BIN_DIR;

std::string in_quotes(const fs::path& path) {
  return '"' + path.string() + '"';
}

/// One line, single blanks: a sentence is found wherever the screen breaks it.
std::string unwrapped(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n';
    if (!is_blank || !line.ends_with(' ')) line += is_blank ? ' ' : c;
  }
  return line;
}

/// A booth without printer and cloud whose camera is a folder; a test changes what it wants to
/// break.
class FaultyBooth {
  TempFolder folder_{"faults"};  // first: what follows names it

 public:
  std::string camera = "kind = \"hot_folder\"\nfolder = " + in_quotes(folder_.path() / "incoming");
  std::string more;  ///< further sections
  fs::path templates = BOOTH_SOURCE_DIR "/daemon/compose/templates";
  fs::path programs = kPrograms;
  std::map<std::string, std::string> environment;

  const fs::path& folder() const { return folder_.path(); }

  void start() {
    fs::create_directories(folder() / "incoming");
    std::ofstream(folder() / "boothd.toml")
        << "[event]\nslug = \"faults\"\ntitle = \"Ten faults\"\ntemplate = \"classic-4x6\"\n\n"
        << "[camera]\n"
        << camera << "\n\n[templates]\ndirectory = " << in_quotes(templates)
        << "\n\n[api]\nsocket = " << in_quotes(socket()) << "\n\n"
        << more;
    daemon_ = must(ChildProcess::start(
        {.words = {(programs / "boothd").string(), "--config", (folder() / "boothd.toml").string(),
                   "--state-dir", (folder() / "state").string()},
         .environment = environment,
         .log = folder() / "boothd.log"}));
  }

  std::string boothctl(const std::string& command) const {
    const auto done = testing::run_program(
        {(kPrograms / "boothctl").string(), "--socket", socket().string(), command});
    return unwrapped(done.out + done.err);
  }

  /// Waits until both screens name the fault and its remedy.
  void check_named(const std::string& fault, const std::string& remedy) {
    for (const std::string command : {"status", "doctor"}) {
      std::string screen;
      const auto is_named = [&] {
        screen = boothctl(command);
        return screen.find(fault) != std::string::npos && screen.find(remedy) != std::string::npos;
      };
      const bool is_seen = wait_until(is_named, testing::longest_wait());
      const auto log = daemon_->log_end();
      INFO(command << " says: " << screen);
      INFO(log);
      CHECK(is_seen);
    }
  }

 private:
  fs::path socket() const { return folder() / "booth.sock"; }

  std::optional<ChildProcess> daemon_;  // last: ends before its folder goes
};

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

std::string printer(const PrivateCups& cups) {
  return "[[printer]]\nname = \"dnp\"\nqueue = \"dnp\"\nprofile = \"driverless\"\nserver = " +
         in_quotes(cups.server()) + "\n";
}

}  // namespace

TEST_SUITE("system/ten_faults") {
  TEST_CASE("another program holds the camera") {
    FaultyBooth booth;
    booth.camera = "kind = \"gphoto2\"";
    booth.programs = programs_with_worker(booth.folder(), kPrograms / "claimed-camera-worker");
    booth.start();
    booth.check_named("gvfsd-gphoto2 (process 812) holds the camera", "End the other program");
  }

  TEST_CASE("the camera's driver crashes again and again") {
    FaultyBooth booth;
    booth.camera = "kind = \"gphoto2\"";
    booth.programs = programs_with_worker(booth.folder(), "/bin/false");
    booth.start();
    booth.check_named("the camera driver crashes again and again",
                      "apt-get install --reinstall boothd");
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
    booth.check_named("dnp: misconfigured", "cupsaccept dnp");
  }

  TEST_CASE("the printer has the wrong paper") {
    auto cups = must(PrivateCups::start({.guard_program = kPrograms / "booth-guard"}));
    must(cups.add_backend("boothsim", SIMULATED_BACKEND));
    const auto device = cups.scratch() / "dnp";
    fs::create_directories(device);
    fs::permissions(device, fs::perms::all);
    std::ofstream(device / "state") << "4 Printer not ready: Incorrect Media, please correct...\n";
    must(cups.add_raw_queue("dnp", "boothsim:/" + device.string()));
    std::ofstream(device / "sheet") << "sheet";
    must(cups.run_tool({"lp", "-d", "dnp", "-o", "raw", (device / "sheet").string()}));
    FaultyBooth booth;
    booth.more = printer(cups);
    booth.start();
    booth.check_named("wrong media", "Put in the paper and ribbon");
  }

  TEST_CASE("the disk is nearly full") {
    FaultyBooth booth;
    booth.more = "[storage]\ncritical_mib = 900000\nlow_mib = 1000000\n";
    booth.start();
    booth.check_named("MB free", "Connect the network so that photos can be uploaded");
  }

  TEST_CASE("the cloud's token has expired") {
    FaultyBooth booth;
    auto cloud = must(
        NginxDav::prepare({.folder = booth.folder() / "cloud", .token = "good-token-of-today"}));
    must(cloud.start());
    const auto token = booth.folder() / "token";
    std::ofstream(token) << "token-of-last-year\n";
    fs::permissions(token, fs::perms::owner_read | fs::perms::owner_write);
    booth.more = target(cloud.base_url(), "ca_file = " + in_quotes(cloud.ca_file()) +
                                              "\ntoken_file = " + in_quotes(token));
    booth.start();
    booth.check_named("401", "token");
  }

  TEST_CASE("the clock is wrong") {
    FaultyBooth booth;
    booth.environment = {{"LD_PRELOAD", WRONG_CLOCK_SHIM}, {"BOOTH_CLOCK_ERROR_S", "-300000000"}};
    booth.start();
    booth.check_named("the date is wrong", "timedatectl set-time");
  }

  TEST_CASE("the venue's log-in page stands between booth and cloud") {
    FaultyBooth booth;
    const auto port = free_port();
    auto portal = must(NginxDav::prepare(
        {.folder = booth.folder() / "portal", .plain_port = port, .plain_status = 200}));
    must(portal.start());
    booth.more = target(portal.base_url(),
                        "portal_check_url = \"http://127.0.0.1:" + std::to_string(port) + "/up\"");
    booth.start();
    booth.check_named("captive", "open a browser on it and log in");
  }

  TEST_CASE("the event's template is broken") {
    FaultyBooth booth;
    booth.templates = booth.folder() / "templates";
    fs::create_directories(booth.templates / "classic-4x6");
    std::ofstream(booth.templates / "classic-4x6/template.toml") << "medium = 46\n";
    booth.start();
    booth.check_named("template.toml:1", "boothctl template check");
  }

  TEST_CASE("the cloud's certificate is not one that the booth trusts") {
    FaultyBooth booth;
    auto cloud = must(NginxDav::prepare({.folder = booth.folder() / "cloud"}));
    must(cloud.start());
    booth.more = target(cloud.base_url(), "");
    booth.start();
    booth.check_named("certificate", "ca_file");
  }
}

}  // namespace booth::demo
