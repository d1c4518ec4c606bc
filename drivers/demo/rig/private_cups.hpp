#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/temp_folder.hpp"

namespace booth::demo {

/// A cupsd of our own: no root needed, no systemd, no network beyond loopback, all its files in one
/// temporary folder.
///
/// When we are root it runs as `nobody`, because cupsd as root would want root's file permissions
/// everywhere. Backends are the distribution's plus booth-guard plus whatever is added with
/// `add_backend`.
/// @thread  the one that started it (see ChildProcess)
class PrivateCups {
 public:
  struct Options {
    std::filesystem::path guard_program;  ///< path of booth-guard
    std::map<std::string, std::string>
        environment;  ///< reaches filters and backends, beside our own defaults
    std::map<std::string, std::string>
        directives;  ///< cupsd.conf, replacing our defaults: {"JobRetryInterval", "1"}
  };

  /// Prepares the folder and starts cupsd. Ready when this returns.
  static Result<PrivateCups> start(Options options);

  /// Socket path: what CUPS_SERVER and the `server` of a printer configuration take.
  std::string server() const { return (folder_.path() / "run/cups.sock").string(); }
  /// Folder of booth-guard's records.
  std::filesystem::path guard_journal() const { return folder_.path() / "guard"; }
  /// One file `<print id>.prn` per sheet that a printer got, with the bytes that it got.
  std::filesystem::path printed() const { return folder_.path() / "printed"; }
  /// Writable by backends.
  std::filesystem::path scratch() const { return folder_.path() / "scratch"; }
  std::filesystem::path error_log() const { return folder_.path() / "log/error_log"; }

  /// A queue with Gutenprint's driver in front of a printer that is not there: the driver makes and
  /// checks real printer data, and throws it away at the last moment.
  ///
  /// @param model  "dnp-ds620"
  Result<void> add_gutenprint_queue(const std::string& queue, const std::string& model);

  /// A queue without a driver in front of any device URI.
  Result<void> add_raw_queue(const std::string& queue, const std::string& device_uri);

  /// A driverless queue in front of an IPP printer that is running.
  Result<void> add_driverless_queue(const std::string& queue, const std::string& printer_uri);

  /// Copies a program to where cupsd looks for backends; the name is the URI's scheme.
  Result<void> add_backend(const std::string& name, const std::filesystem::path& program);

  /// A command with CUPS_SERVER set, for lpadmin, lpstat and friends. @returns its output; Internal
  /// when it fails
  Result<std::string> run_tool(std::vector<std::string> words);

  ChildProcess& cupsd() { return cupsd_; }
  /// Starts cupsd again on the same folder after it was stopped or killed.
  Result<void> restart();

 private:
  PrivateCups(TempFolder folder, Options options, ChildProcess cupsd)
      : folder_(std::move(folder)), options_(std::move(options)), cupsd_(std::move(cupsd)) {}

  TempFolder folder_;
  Options options_;
  ChildProcess cupsd_;  // last: stops before its folder goes
};

}  // namespace booth::demo
