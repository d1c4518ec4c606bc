#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "drivers/demo/booth_client.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/nginx_dav.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/venue_network.hpp"

namespace booth {

/// boothd at one end of a venue's network; at the other end the cloud and the venue's login page.
class VenueBooth {
 public:
  /// @returns nullptr where the machine gives us no network namespaces; the test's output says so
  static std::unique_ptr<VenueBooth> make();

  /// Photos that wait for the cloud; before `start`.
  void prepare_photos(int count, std::size_t size_bytes);
  /// @param clock_error  how wrong the booth's date is
  void start(std::chrono::seconds clock_error = std::chrono::seconds(0));
  void kill() { daemon_->kill_now(); }
  /// From the next start on the booth trusts somebody else.
  void forget_authority() { ca_file_ = portal_.ca_file(); }

  void close_portal() const;
  void close_portal_without_tls() const;
  void open_portal() const { network_->cloud("nft flush ruleset"); }
  void swallow_packets() const;
  void pull_cable() const { network_->cloud("ip link set cloud down"); }
  void plug_cable() const { network_->cloud("ip link set cloud up"); }
  void narrow(const std::string& rate) const;
  void widen() const { network_->booth("tc qdisc del dev booth root"); }

  /// A word of what `boothctl status` says about the network; empty while nobody answers.
  std::string network(const std::string& field) const;
  bool network_becomes(const std::string& state) const;
  /// Waits until the login page has been looked for `times` more.
  void looks_again(int times) const;
  /// Waits until the cloud has received some of an object.
  bool is_sending() const;
  int attempts() const;
  void check_nothing_was_tried() const;
  void check_all_arrive() const;

 private:
  VenueBooth(std::unique_ptr<demo::TempFolder> folder, std::unique_ptr<VenueNetwork> network,
             demo::NginxDav cloud, demo::NginxDav portal);
  boost::json::array uploads() const;
  std::filesystem::path state_dir() const { return folder_->path() / "state"; }
  std::filesystem::path socket() const { return folder_->path() / "api.sock"; }
  void write_config() const;

  std::unique_ptr<demo::TempFolder> folder_;
  std::unique_ptr<VenueNetwork> network_;
  demo::NginxDav cloud_;
  demo::NginxDav portal_;
  std::filesystem::path ca_file_;
  demo::BoothClient client_;
  std::optional<demo::ChildProcess> daemon_;
};

}  // namespace booth
