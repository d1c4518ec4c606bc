#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/free_port.hpp"
#include "sync/s3/s3_target.hpp"

namespace booth {

/// Ceph's own gateway, which verifies signatures and payload hashes.
struct CephGateway {
  explicit CephGateway(const std::filesystem::path& its_folder)
      : folder(its_folder), port(demo::free_port()) {
    const auto script = std::string(BOOTH_SOURCE_DIR) + "/tests/sync/s3/ceph_gateway.sh";
    auto started = demo::ChildProcess::start(
        {.words = {"/bin/bash", script, (folder / "ceph").string(),
                   std::to_string(demo::free_port()), std::to_string(demo::free_port()),
                   std::to_string(port)},
         .environment = {},
         .log = folder / "script.log",
         .folder = {}});
    REQUIRE(started.has_value());
    process.emplace(std::move(*started));
    const auto is_ready = [this] { return process->log_end().find("ready") != std::string::npos; };
    const auto ready = process->wait_until_ready(is_ready, std::chrono::seconds(120));
    REQUIRE_MESSAGE(ready.has_value(), ready.error().context);
    std::ofstream(folder / "secret") << "boothsecret0123456789\n";
    std::ofstream(folder / "key") << "BOOTHKEY\n";
  }

  /// Says so in the test's output when it is not.
  static bool is_installed() {
    for (const auto* program : {"radosgw", "ceph-mon", "ceph-mgr", "ceph-osd", "radosgw-admin"}) {
      if (std::filesystem::exists(std::string("/usr/bin/") + program)) continue;
      MESSAGE(
          "skipped: install radosgw ceph-mon ceph-mgr ceph-osd to test against a real S3 server");
      return false;
    }
    return true;
  }

  S3Options options(std::uint16_t through) const {
    S3Options made;
    made.name = "ceph";
    made.client.endpoint = "http://127.0.0.1:" + std::to_string(through);
    made.client.bucket = "photos";
    made.client.access_key_file = folder / "key";
    made.client.secret_key_file = folder / "secret";
    return made;
  }

  /// Whoever has it may read the object for a minute.
  std::string read_url(std::uint16_t through, const std::string& key) const {
    const s3::Unsigned bare{
        .method = "GET", .host = "127.0.0.1:" + std::to_string(through), .path = "/photos/" + key};
    return options(through).client.endpoint +
           s3::presign(bare, {"BOOTHKEY", "boothsecret0123456789", ""}, {"us-east-1"},
                       SystemTimer().utc_now(), std::chrono::seconds(60));
  }

  std::filesystem::path folder;
  std::uint16_t port;
  std::optional<demo::ChildProcess> process;
};

}  // namespace booth
