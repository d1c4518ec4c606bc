// `boothctl setup` from nothing to a printed sheet: a private cupsd with the real driver, the
// virtual camera, a real web server, and a service manager that starts the real boothd.
#include <algorithm>

#include <doctest/doctest.h>

#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/nginx_dav.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/setup/cups_machine.hpp"
#include "tests/support/patience.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const fs::path kPrograms = BOOTH_BIN_DIR;

/// Stands in PATH before the real one: writes down what it was told, and asks the test for starts.
constexpr auto kSystemctl = R"sh(#!/bin/sh
cd "$(dirname "$0")/.."
echo "$*" >>systemctl.log
case $1 in
  is-active) [ -e is-active ] ;;
  is-enabled) [ -e is-enabled ] ;;
  enable) : >is-enabled ;;
  restart) : >is-active; : >wants-start; while [ -e wants-start ]; do sleep 0.02; done ;;
esac
)sh";

/// A machine with CUPS, two printers, a camera, a cloud and systemd, on which the package was
/// installed a minute ago.
class WholeMachine {
 public:
  WholeMachine()
      : cloud_(must(NginxDav::prepare({.folder = root() / "cloud", .token = "open sesame"}))) {
    fs::create_directories(root() / "run/systemd/system");
    fs::create_directories(root() / "bin");
    fs::create_directories(root() / "state");
    std::ofstream(root() / "bin/systemctl") << kSystemctl;
    fs::permissions(root() / "bin/systemctl", fs::perms(0755));
    std::ofstream(root() / "token") << "open sesame\n";
    fs::permissions(root() / "token", fs::perms(0600));
    must(cloud_.start());
    start_camera();
    // What a technician wrote by hand, and setup has to keep.
    const auto port = std::to_string(camera_port_);
    std::ofstream(config()) << "[event]\nslug = \"old\"\ntemplate = \"classic-4x6\"\n\n"
                            << "[session]\nfirst_countdown_s = 0.1\nnext_countdown_s = 0.1\n"
                            << "review_s = 0.1\n\n[camera]\nmodel = \"Nikon DSC D7500\"\n"
                            << "port = \"ptpip:127.0.0.1:" << port << ':' << port << "\"\n\n"
                            << "[[target]]\nname = \"cloud\"\nkind = \"put\"\n"
                            << "url = \"https://127.0.0.1:1/\"\nca_file = \""
                            << cloud_.ca_file().string() << "\"\n\n[api]\nsocket = \""
                            << socket().string() << "\"\n";
  }

  fs::path config() { return machine_.paths().boothd_toml; }
  NginxDav& cloud() { return cloud_; }
  std::string text(const fs::path& path) { return setup::text_of(path); }
  fs::path root() const { return machine_.root(); }

  struct Run {
    int exit_code = -1;
    std::string said;
  };
  /// Runs it to its end; starts boothd whenever systemctl is told to.
  Run set_up(const std::vector<std::string>& more) {
    const auto options = machine_.options();
    std::string restart;
    for (const auto& word : options.restart) restart += word + ' ';
    std::vector<std::string> words{(kPrograms / "boothctl").string(),
                                   "--socket",
                                   socket().string(),
                                   "setup",
                                   "--root",
                                   root().string(),
                                   "--templates",
                                   BOOTH_SOURCE_DIR "/daemon/compose/templates",
                                   "--cups-server",
                                   options.server,
                                   "--restart",
                                   restart,
                                   "--guard",
                                   options.guard_program.string(),
                                   "--yes"};
    words.insert(words.end(), more.begin(), more.end());
    const auto log = root() / "setup.log";
    fs::remove(log);
    const std::string path = (root() / "bin").string() + ':' + std::getenv("PATH");
    auto setup =
        must(ChildProcess::start({.words = words, .environment = {{"PATH", path}}, .log = log}));
    const auto is_over = [&] {
      if (fs::exists(root() / "wants-start")) start_booth();
      return !setup.is_running();
    };
    CHECK(wait_until(is_over, 10 * testing::longest_wait()));
    return {must(setup.wait_for_end(0s)), text(log)};
  }

 private:
  fs::path socket() const { return root() / "api.sock"; }

  void start_camera() {
    const auto ready = root() / "camera.ready";
    camera_ = must(
        ChildProcess::start({.words = {(kPrograms / "booth-virtual-camera").string(), "--port", "0",
                                       "--profile", "nikon", "--ready-file", ready.string()},
                             .log = root() / "camera.log"}));
    const auto port = [&] {
      const auto line = text(ready);
      const auto at = line.find("port=");
      camera_port_ = at == std::string::npos ? 0 : std::atoi(line.c_str() + at + 5);
      return camera_port_ != 0;
    };
    must(camera_->wait_until_ready(port, testing::longest_wait()));
  }

  void start_booth() {
    booth_.reset();
    booth_ = must(ChildProcess::start(
        {.words = {(kPrograms / "boothd").string(), "--config", config().string(), "--state-dir",
                   (root() / "state").string()},
         .environment = {{"CUPS_SERVER", machine_.cups().server()},
                         {"CREDENTIALS_DIRECTORY", (root() / "etc/boothd/credentials").string()}},
         .log = root() / "boothd.log"}));
    fs::remove(root() / "wants-start");
  }

  testing::CupsMachine machine_;
  NginxDav cloud_;
  int camera_port_ = 0;
  std::optional<ChildProcess> camera_;
  std::optional<ChildProcess> booth_;  // last: ends before what it uses
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The line of the table at the end that begins so, up to the next step.
std::string outcome(const std::string& said, const std::string& step) {
  const auto at = said.rfind('\n' + step + ' ');
  return at == std::string::npos ? "" : said.substr(at + 1, said.find('\n', at + 1) - at - 1);
}

}  // namespace

TEST_SUITE("system/setup") {
  TEST_CASE(
      "one command makes a booth: camera, printers, cloud and a sheet, and the next one changes "
      "nothing") {
    WholeMachine machine;
    const std::vector<std::string> answers{"--name",       "Booth 7",
                                           "--event",      "Anna & Ben",
                                           "--cloud",      machine.cloud().base_url(),
                                           "--token-file", (machine.root() / "token").string()};
    auto with_sheet = answers;
    with_sheet.emplace_back("--test-sheet");
    const auto first = machine.set_up(with_sheet);
    INFO(first.said);
    INFO(machine.text(machine.root() / "boothd.log"));
    CHECK(first.exit_code == 0);
    CHECK(has(outcome(first.said, "printers"), "dnp-ds620, dnp-ds620-0002"));
    CHECK(has(outcome(first.said, "camera"), "answers"));
    CHECK(has(outcome(first.said, "cloud cloud"), "stored, proved and deleted"));
    CHECK(has(outcome(first.said, "test sheet"), "printed"));
    const auto text = machine.text(machine.config());
    CHECK(has(text, "first_countdown_s = 0.1"));
    CHECK(has(text, "queue = \"dnp-ds620-0002\""));
    CHECK_FALSE(has(text, "open sesame"));
    CHECK(has(machine.text(machine.root() / "systemctl.log"), "enable boothd.service\nrestart"));

    const auto calls = machine.text(machine.root() / "systemctl.log");
    const auto second = machine.set_up(answers);
    INFO(second.said);
    CHECK(second.exit_code == 0);
    CHECK(has(second.said, "Nothing was changed"));
    CHECK(machine.text(machine.config()) == text);
    CHECK(machine.text(machine.root() / "systemctl.log") ==
          calls + "is-active boothd.service\nis-enabled boothd.service\n");

    // Without a network everything else is set up all the same.
    machine.cloud().stop();
    const auto offline = machine.set_up({"--name", "Booth 8"});
    INFO(offline.said);
    CHECK(offline.exit_code == 1);
    CHECK(has(outcome(offline.said, "configuration"), "done"));
    CHECK(has(outcome(offline.said, "cloud cloud"), "failed"));
    CHECK(has(outcome(offline.said, "camera"), "done"));
  }
}

}  // namespace booth::demo
