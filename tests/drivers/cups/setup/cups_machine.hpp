#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "drivers/cups/setup/printer_setup.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/must.hpp"

namespace booth::testing {

namespace fs = std::filesystem;

inline constexpr auto kFirstPrinter = "gutenprint53+usb://dnp-ds620/DS6A0001";
inline constexpr auto kSecondPrinter = "gutenprint53+usb://dnp-ds620/DS6A0002";

/// The real driver without hardware, which also says that two identical printers are plugged in.
inline constexpr auto kTwoPrinters = R"(#!/bin/sh
if [ $# = 0 ]; then
  for serial in DS6A0001 DS6A0002; do
    echo "direct gutenprint53+usb://dnp-ds620/$serial \"DNP DS620\" \"DNP DS620\" \"\" \"\""
  done
  exit 0
fi
EXTRA_VID=1452 EXTRA_PID=8b01 exec /usr/lib/cups/backend/gutenprint53+usb "$@"
)";

/// Has returned when cupsd has read its configuration again, as `systemctl restart` has: cupsd
/// makes its socket anew then.
inline constexpr auto kRestart = R"sh(#!/bin/sh
before=$(stat -c %z "$2")
kill -HUP "$1"
while [ "$(stat -c %z "$2" 2>/dev/null || echo "$before")" = "$before" ];
do sleep 0.02; done
)sh";

/// A machine on which CUPS is installed and nobody has set up anything yet.
class CupsMachine {
 public:
  CupsMachine()
      : root_("machine"),
        cups_(must(demo::PrivateCups::start(
            {.directives = {{"MaxJobTime", "10800"}, {"JobRetryInterval", "300"}}}))) {
    const auto cups = cups_.scratch().parent_path();
    for (const auto* const folder : {"etc/boothd", "usr/lib/cups", "var/lib"})
      fs::create_directories(root_.path() / folder);
    fs::permissions(root_.path(), fs::perms(0755));
    fs::create_symlink(cups / "etc", root_.path() / "etc/cups");
    fs::create_symlink(cups / "bin/backend", root_.path() / "usr/lib/cups/backend");
    std::ofstream(root_.path() / "etc/boothd/boothd.toml") << "[booth]\nname = \"test\"\n";
    if (::geteuid() == 0) std::ofstream(paths().cups_files_conf, std::ios::app) << "User nobody\n";
    const auto driver = cups / "bin/backend/gutenprint53+usb";
    std::ofstream(driver, std::ios::trunc) << kTwoPrinters;
    fs::permissions(driver, fs::perms(0755));
    std::ofstream(root_.path() / "restart") << kRestart;
  }

  setup::SetupPaths paths() const { return setup::SetupPaths(root_.path()); }
  const std::filesystem::path& root() const { return root_.path(); }
  demo::PrivateCups& cups() { return cups_; }

  setup::SetupOptions options() {
    return {.root = root_.path(),
            .server = cups_.server(),
            .restart = {"sh", (root_.path() / "restart").string(),
                        std::to_string(cups_.cupsd().pid()), cups_.server()},
            .guard_program = BOOTH_BIN_DIR "/booth-guard"};
  }

  void set_up() {
    const auto wanted = options();
    must(setup::carry_out(wanted, must(setup::plan_setup(wanted))));
  }
  void take_back() {
    const auto wanted = options();
    must(setup::carry_out(wanted, must(setup::plan_undo(wanted))));
  }
  std::string plan_in_words() {
    std::string text;
    for (const auto& line : setup::in_words(must(setup::plan_setup(options()))))
      text += line + "\n";
    return text;
  }
  /// What setup may touch, as one text.
  std::string state() {
    std::string text;
    for (const auto& path : {paths().cupsd_conf, paths().cups_files_conf, paths().boothd_toml})
      text += setup::text_of(path);
    text += fs::exists(paths().guard) ? "guard\n" : "";
    return text + queues();
  }
  std::string queues() {
    const auto listed = cups_.run_tool({"lpstat", "-v"});
    return listed ? *listed : "";
  }

 private:
  demo::TempFolder root_;
  demo::PrivateCups cups_;
};

}  // namespace booth::testing
