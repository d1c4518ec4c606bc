#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/core/result.hpp"
#include "sync/http_message.hpp"

namespace booth {

struct CurlOptions {
  std::string ca_file;           ///< PEM; empty = the system's authorities
  std::string client_cert_file;  ///< PEM; empty = none
  std::string client_key_file;
  std::string proxy;  ///< "http://host:port"; empty = none, whatever the environment says
  std::string user_agent = "boothd";
  std::chrono::milliseconds connect_timeout{10'000};
  /// Sent bytes that nobody acknowledges for so long end the connection: a black hole without FIN.
  std::chrono::milliseconds unacknowledged_timeout{20'000};
  /// Second net: fewer bytes per second than this for so long.
  std::int64_t low_speed_bytes_per_s = 500;
  std::chrono::seconds low_speed_time{30};
  /// Kept connections older than this are not used again: just under the shortest common server
  /// limit, since a request on a connection that dies has an unknown outcome.
  std::chrono::seconds longest_idle{50};
  bool is_plain_allowed = false;        ///< http beyond loopback: for the portal check alone
  std::int64_t upload_bytes_per_s = 0;  ///< shared by all transfers; 0 = no limit
};

/// HTTP/1.1 over libcurl's multi interface, driven by the daemon's own loop: no thread, no blocking
/// call except reading the file that is sent (64 KiB at a time). Connections are kept and used
/// again.
///
/// Only https, except towards loopback. Redirects are not followed. A body is never silently sent a
/// second time (libcurl would).
/// @thread  the loop's; outlives its requests' coroutines or is destroyed with the loop stopped
class CurlTransport {
 public:
  /// @throws std::runtime_error when libcurl cannot be initialised
  CurlTransport(boost::asio::any_io_executor executor, CurlOptions options);
  ~CurlTransport();
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  /// Any complete HTTP answer is a value, whatever its status. Cancelling the coroutine ends the
  /// transfer.
  /// @returns NetworkDown, TimedOut, TlsRefused, BadInput (URL, certificate files), Io (the file to
  /// send), Corrupt (answer
  ///          too long), Cancelled
  boost::asio::awaitable<Result<HttpAnswer>> request(HttpRequest request);

  /// New limit for all transfers together, those under way included. @param bytes_per_s  0 = none
  void limit_upload(std::int64_t bytes_per_s);

  /// Ends transfers under way with NetworkDown and drops kept connections: the link under them is
  /// gone.
  void drop_connections();

  struct Counts {
    std::int64_t requests = 0;
    std::int64_t connections = 0;  ///< opened
    std::int64_t bytes_sent = 0;   ///< bodies
  };
  Counts counts() const;

 private:
  class Loop;
  std::shared_ptr<Loop> loop_;  // the second owner: coroutines waiting in `request`
};

/// The smaller of two limits; 0 = none.
inline std::int64_t stricter_limit(std::int64_t a, std::int64_t b) {
  if (a == 0 || b == 0) return a + b;
  return a < b ? a : b;
}

/// True when `url` may be spoken to without TLS: http towards 127.0.0.0/8, ::1 or localhost.
bool is_loopback_url(const std::string& url);

}  // namespace booth
