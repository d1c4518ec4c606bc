#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/booth_control.hpp"
#include "daemon/app/event_control.hpp"
#include "daemon/ports/call_record.hpp"
#include "daemon/ports/measure_store.hpp"

namespace booth::api {

/// Each number has its reason beside it; `main` may override what the configuration names.
struct ApiOptions {
  std::string socket_path = "/run/boothd/boothd.sock";

  /// The guest screen's port, only ever on 127.0.0.1. Empty = no TCP at all; 0 = the kernel chooses
  /// one.
  std::optional<std::uint16_t> loopback_port;
  std::string loopback_token;  ///< bearer token, at least 16 characters; without one `open` refuses

  std::uint32_t header_limit_bytes = 16 * 1024;
  std::uint64_t body_limit_bytes = 64 * 1024;  ///< no JSON of ours comes near
  int most_local_clients =
      64;  ///< kept apart, so that a busy guest screen never locks the technician out
  int most_strangers = 8;           ///< local users in none of our groups: enough to be told so
  int most_loopback_clients = 128;  ///< 50 feeds, 10 live views and room
  /// A screen asks a few times a second; a script that went wild must not keep the loop from the
  /// camera.
  int loopback_requests_per_s = 1000;
  int local_requests_per_s = 2000;
  std::chrono::milliseconds request_time{10'000};  ///< from the first byte to the last of a request
  std::chrono::milliseconds idle_time{
      75'000};  ///< longer than the 60 s most clients keep a connection
  std::chrono::milliseconds write_time{10'000};  ///< for each piece of an answer
};

/// Whom the routes ask. All of them outlive the server.
struct ApiParts {
  BoothControl& booth;
  EventControl& events;
  MeasureStore& measures;
  CallRecord& calls;
};

/// HTTP/1.1 on a unix socket and, when asked for, on 127.0.0.1. All of it runs on one loop.
class ApiServer {
 public:
  ApiServer(ApiParts parts, ApiOptions options);
  ~ApiServer();

  /// Opens the sockets. @returns Conflict when another daemon answers, BadInput, Io
  Result<void> open(boost::asio::any_io_executor executor);

  /// Serves until `stop`; returns when the last connection is closed. Call `open` first.
  boost::asio::awaitable<void> run();

  /// Closes everything at once; requests in the middle of their work lose their answer, not their
  /// effect.
  void stop();

  /// The TCP port that was opened (useful when the kernel chose it); 0 without TCP.
  std::uint16_t loopback_port() const;

  std::size_t open_connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace booth::api
