#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "daemon/core/result.hpp"
#include "drivers/demo/rig/child_process.hpp"

namespace booth::demo {

/// CUPS's own ippeveprinter as a driverless photo printer for 4x6 inch JPEGs, on loopback. Each
/// document that it prints stays in a folder.
///
/// What it does with the next documents is a script, one line each, used up from the top; no line:
/// it prints.
///   slow SECONDS                        takes that long
///   late SECONDS                        prints, and takes that long to say so
///   media-empty, media-jam, cover-open  says so, waits for `refill`, and prints
///   abort                               gives the job up; nothing comes out
///
/// Debian 12's build ends at once without the D-Bus system bus, where it would look for Avahi. It
/// gets a private bus with nobody on it, and goes on without announcing itself.
/// @thread  the one that started it (see ChildProcess)
class IppPrinter {
 public:
  struct Options {
    std::filesystem::path
        folder;  ///< for its own files; must exist, its path must not be long (a socket is in it)
    std::filesystem::path printed;                        ///< where documents stay; must exist
    std::string formats = "image/jpeg,image/pwg-raster";  ///< that it says it takes
  };

  /// Returns when it accepts connections.
  /// @returns NotFound when ippeveprinter or dbus-daemon is not installed
  static Result<IppPrinter> start(const Options& options);

  std::string uri() const { return "ipp://localhost:" + std::to_string(port_) + "/ipp/print"; }
  ChildProcess& program() { return program_; }

  void set_script(const std::string& lines);
  /// A sheet is on its way to the paper.
  bool is_at_work() const;
  bool has_sheet_come_out() const;
  /// The next fault that waits for a refill waits for the next one.
  void empty_trays();
  /// Somebody puts paper in, takes the jam out, closes the cover.
  void refill();
  /// All at once: what is on its way to the paper is lost, and so is the memory of it.
  void cut_power();
  Result<void> switch_on();
  /// Job names of the sheets that came out are the lines of this file.
  static constexpr const char* kPaper = "paper";

  /// What the job of the newest sheet asked for: "PRINT_QUALITY=high", one a line.
  std::string job_options() const;

  /// The document of the job with this name, empty when there is none (yet).
  std::filesystem::path document(const std::string& job_name) const;

 private:
  IppPrinter(Options options, ChildProcess bus, ChildProcess program, std::uint16_t port)
      : options_(std::move(options)),
        bus_(std::move(bus)),
        program_(std::move(program)),
        port_(port) {}

  static Result<ChildProcess> start_program(const Options& options, std::uint16_t port);

  Options options_;
  ChildProcess bus_;
  ChildProcess program_;  // after the bus: ends first
  std::uint16_t port_;
};

}  // namespace booth::demo
