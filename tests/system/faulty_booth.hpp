#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/must.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/run_program.hpp"

namespace booth::demo {

inline const std::filesystem::path kPrograms = BOOTH_BIN_DIR;

inline std::string in_quotes(const std::filesystem::path& path) {
  return '"' + path.string() + '"';
}

/// Replaces the whole file.
inline void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text << '\n';
}

/// A booth without printer and cloud whose camera is a folder; a test changes what it wants to
/// break, reads what the booth says, and does what it says.
class FaultyBooth {
  TempFolder folder_{"faults"};  // first: what follows names it

 public:
  std::string camera = "kind = \"hot_folder\"\nfolder = " + in_quotes(folder_.path() / "incoming");
  std::string more;  ///< further sections
  std::string event_template = "classic-4x6";
  std::filesystem::path templates = BOOTH_SOURCE_DIR "/daemon/compose/templates";
  std::filesystem::path programs = kPrograms;
  std::map<std::string, std::string> environment;

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path socket() const { return folder() / "booth.sock"; }
  pid_t daemon_pid() const { return daemon_->pid(); }

  /// Also again, with another configuration.
  void start() {
    if (daemon_) daemon_->stop();
    std::filesystem::create_directories(folder() / "incoming");
    std::ofstream(folder() / "boothd.toml")
        << "[event]\nslug = \"faults\"\ntitle = \"Ten faults\"\ntemplate = "
        << in_quotes(event_template) << "\n\n"
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

  /// What a person reads, on one line with single blanks: a sentence is found wherever the screen
  /// breaks it.
  std::string boothctl(std::vector<std::string> words) const {
    words.insert(words.begin(), {(kPrograms / "boothctl").string(), "--socket", socket().string()});
    const auto done = testing::run_program(words);
    return unwrapped(done.out + done.err);
  }

  /// Waits until both screens name the fault and its remedy, and the alarm is raised.
  /// @returns what doctor says
  std::string check_named(const std::string& fault, const std::string& remedy,
                          const std::string& subsystem) {
    std::string screen;
    for (const std::string command : {"status", "doctor"}) {
      wait_for("named by " + command, [&] {
        screen = boothctl({command});
        return has(screen, fault) && has(screen, remedy);
      });
    }
    wait_for("raised", [&] { return is_told("alarm.raised", subsystem); });
    return screen;
  }

  /// Both screens can be seen, and neither names the fault any more.
  void check_gone(const std::string& fault) {
    for (const std::string command : {"status", "doctor"}) {
      wait_for("gone from " + command, [&] {
        const auto screen = boothctl({command});
        return has(screen, "Camera") && !has(screen, fault);
      });
    }
  }

  /// After the remedy: the fault is gone, and its alarm is cleared.
  void check_cleared(const std::string& fault, const std::string& subsystem) {
    check_gone(fault);
    wait_for("cleared", [&] { return is_told("alarm.cleared", subsystem); });
  }

  /// The command in a text that a person reads: what stands between backticks and begins so.
  static std::string command_in(const std::string& text, const std::string& begin) {
    const auto from = text.find('`' + begin);
    INFO(text);
    REQUIRE(from != std::string::npos);
    return text.substr(from + 1, text.find('`', from + 1) - from - 1);
  }

  /// Carries a command out that a text has told. What would change this machine is a stand-in of
  /// the same name: a shell script in `<folder>/machine`.
  testing::ProgramResult carry_out(const std::string& command) const {
    return testing::run_program(
        {"/bin/sh", "-c", command},
        {{"PATH", (folder() / "machine").string() + ":" + kPrograms.string() + ":/usr/bin:/bin"}});
  }

  /// @param script  what happens when somebody calls the program of this name
  void stand_in(const std::string& program, const std::string& script) const {
    std::filesystem::create_directories(folder() / "machine");
    write_text(folder() / "machine" / program, "#!/bin/sh\nset -e\n" + script);
    std::filesystem::permissions(folder() / "machine" / program, std::filesystem::perms::owner_all);
  }

 private:
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  static std::string unwrapped(const std::string& text) {
    std::string line;
    for (const char c : text) {
      const bool is_blank = c == ' ' || c == '\n';
      if (!is_blank || !line.ends_with(' ')) line += is_blank ? ' ' : c;
    }
    return line;
  }

  bool is_told(const std::string& type, const std::string& subsystem) const {
    return has(boothctl({"facts", "--limit", "1000", "--type", type}), subsystem);
  }

  template <class Condition>
  void wait_for(const std::string& what, Condition condition) {
    const bool is_seen = wait_until(condition, testing::longest_wait());
    const auto log = is_seen ? std::string() : daemon_->log_end();
    const auto screen = is_seen ? std::string() : boothctl({"doctor"});
    INFO(what << ": doctor says: " << screen);
    INFO(log);
    CHECK(is_seen);
  }

  std::optional<ChildProcess> daemon_;  // last: ends before its folder goes
};

}  // namespace booth::demo
