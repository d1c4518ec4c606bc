#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "drivers/demo/rig/child_process.hpp"

namespace booth {

/// A booth's network and its cloud's, joined by one cable: two network namespaces in a user
/// namespace of their own, so that an ordinary user may cut, narrow and redirect. Files and unix
/// sockets are shared with the test, which stays outside.
///
/// Needs unshare, nsenter (util-linux), ip and tc (iproute2), nft (nftables).
class VenueNetwork {
 public:
  static constexpr const char* kBooth = "10.77.0.1";
  static constexpr const char* kCloud = "10.77.0.2";

  /// @returns nullptr where the machine does not let us; says why in the test's output
  static std::unique_ptr<VenueNetwork> make(const std::filesystem::path& folder);

  /// Words that run a program on either end when put before it.
  std::vector<std::string> at_booth() const;
  std::vector<std::string> at_cloud() const;

  /// Runs a shell line there to its end. The test case ends when it fails.
  void booth(const std::string& line) const { run(at_booth(), line); }
  void cloud(const std::string& line) const { run(at_cloud(), line); }

 private:
  VenueNetwork(std::filesystem::path folder, demo::ChildProcess holder);
  void run(std::vector<std::string> words, const std::string& line) const;

  std::filesystem::path folder_;
  demo::ChildProcess holder_;  ///< keeps the namespaces; its end ends both
  std::string cloud_pid_;
};

}  // namespace booth
