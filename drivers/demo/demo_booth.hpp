#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "drivers/demo/booth_client.hpp"
#include "drivers/demo/demo_options.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/ipp_printer.hpp"
#include "drivers/demo/rig/nginx_dav.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"

namespace booth::demo {

/// A whole photo booth in a temporary folder: camera, printer, cloud, daemon. Start the parts in
/// the order of the functions below; the destructor stops them in the opposite order and removes
/// the folder.
class DemoBooth {
 public:
  explicit DemoBooth(const DemoOptions& options);

  Result<void> start_camera();
  Result<void> start_printer();
  /// Makes certificates and the configuration of the web server; it stays stopped: the venue has no
  /// network yet.
  Result<void> prepare_cloud();
  /// Returns when boothd answers on its socket.
  Result<void> start_daemon();
  Result<void> connect_cloud() { return cloud_->start(); }

  /// A crash, for tests; `start_daemon` starts it again on the same state.
  void kill_daemon() { daemon_->kill_now(); }

  BoothClient client() const { return BoothClient(socket()); }
  std::filesystem::path program(const std::string& name) const { return programs_ / name; }
  std::filesystem::path socket() const { return folder_.path() / "api.sock"; }
  std::filesystem::path config() const { return folder_.path() / "boothd.toml"; }
  std::filesystem::path state_dir() const { return folder_.path() / "state"; }
  std::filesystem::path log(const std::string& program) const {
    return folder_.path() / (program + ".log");
  }
  /// The virtual camera's back door: faults and the body's own button.
  std::filesystem::path camera_control() const { return folder_.path() / "camera.control"; }
  pid_t daemon_pid() const { return daemon_->pid(); }
  std::uint16_t camera_port() const { return camera_port_; }
  const NginxDav& cloud() const { return *cloud_; }
  /// What the printer got for one print; the file exists once the print is done.
  std::filesystem::path printed_file(const std::string& print_id) const;
  /// booth-guard's record of one print; dye-sub printer only.
  std::filesystem::path guard_record(const std::string& print_id) const {
    return cups_->guard_journal() / print_id;
  }
  std::filesystem::path cups_log() const;  ///< empty before there is a printer

  /// Sentences about parts that should run but have ended by themselves, with the end of their
  /// logs.
  std::vector<std::string> ended_parts();

  /// Stops everything, politely.
  void stop();

 private:
  Result<void> write_config() const;
  std::string printer_config() const;

  DemoOptions options_;
  std::filesystem::path programs_;  ///< folder of our own program: build/<preset>/bin
  TempFolder folder_;
  std::optional<ChildProcess> camera_;
  std::uint16_t camera_port_ = 0;
  std::optional<IppPrinter> ipp_printer_;
  std::optional<PrivateCups> cups_;
  std::optional<NginxDav> cloud_;
  std::optional<ChildProcess> daemon_;
};

}  // namespace booth::demo
