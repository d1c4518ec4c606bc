#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "drivers/demo/rig/child_process.hpp"

namespace booth::demo {

struct NginxDavOptions {
  std::filesystem::path
      folder;              ///< for certificates, configuration, log and objects; made when absent
  std::uint16_t port = 0;  ///< 0 = a free one, kept for the life of the object
  bool is_tls = true;      ///< false: plain HTTP
  std::string address = "127.0.0.1";  ///< where it listens, and whose name its certificate bears
  /// Words put before the program: an `nsenter` into another network, for tests.
  std::vector<std::string> launcher;
  /// A second, plain port that gives this status to everybody; 0 = none. "204" is what a booth asks
  /// for to tell a login page from a broken network.
  std::uint16_t plain_port = 0;
  int plain_status = 204;
  std::string token;  ///< wanted as "Authorization: Bearer <token>"; empty = everybody may write
};

/// A real nginx that takes PUT (module dav) over TLS with a throw-away certificate authority: the
/// cloud of the demo. Needs the programs nginx and openssl. Runs as whoever we are, on loopback
/// only.
class NginxDav {
 public:
  /// Makes certificates and configuration; starts nothing.
  /// @returns NotFound when nginx or openssl is not installed; Io
  static Result<NginxDav> prepare(const NginxDavOptions& options);

  /// Returns when connections are accepted. Nothing happens when it runs already.
  Result<void> start();
  /// The port stays ours: `start` after `stop` listens there again.
  void stop();
  /// SIGKILL: a crash, for tests.
  void kill_now();
  bool is_running();

  std::string base_url() const;           ///< https://<address>:<port>/
  std::filesystem::path ca_file() const;  ///< what a client must trust
  std::filesystem::path objects() const;  ///< folder in which the uploaded objects lie
  std::filesystem::path log()
      const;  ///< one line per request: method, path, status, bytes received
  std::uint16_t port() const { return port_; }

 private:
  NginxDav(NginxDavOptions options, std::uint16_t port);
  Result<void> make_certificates() const;
  Result<void> write_configuration() const;
  std::string configuration() const;

  NginxDavOptions options_;
  std::uint16_t port_;
  std::optional<ChildProcess> nginx_;
};

}  // namespace booth::demo
