#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

namespace booth {

/// What a bad venue network does to one connection. Byte counts are of the direction to the server.
struct Chaos {
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  std::chrono::milliseconds latency{0};  ///< of each direction: a round trip costs twice this
  std::int64_t bytes_per_s = 0;          ///< of this connection, to the server; 0 = no limit
  std::int64_t cut_after = kNever;       ///< reset the connection
  std::int64_t freeze_after =
      kNever;  ///< pass nothing any more, in neither direction, and say nothing
  std::int64_t lose_answer_after =
      kNever;  ///< the server gets everything; its next answer is swallowed, then a reset
};

/// A TCP proxy on 127.0.0.1 between a client and a server on 127.0.0.1. Works below TLS: it sees
/// bytes, not requests. Lives on the loop of the test, or on one of its own for measurements.
class ChaosProxy {
 public:
  /// @param chaos  asked for each new connection, counted from 1
  ChaosProxy(boost::asio::any_io_executor executor, std::uint16_t server_port,
             std::function<Chaos(int)> chaos);
  ~ChaosProxy();

  std::uint16_t port() const;
  int connections() const;
  std::int64_t bytes_to_server() const;  ///< may be asked from any thread
  /// All connections share one line to the server, as behind a venue's router. 0 = no limit
  void share_line(std::int64_t bytes_per_s);
  /// Freezes every connection there is and will be, as a pulled uplink does; false lets the frozen
  /// ones go on.
  void freeze(bool is_frozen);

 private:
  struct Shared;
  struct Link;
  std::shared_ptr<Shared> shared_;  // the other owners are the links' pending operations
};

}  // namespace booth
