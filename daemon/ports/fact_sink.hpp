#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/fact.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// What the booth says about itself once in a while. Dropped when it cannot be said now.
struct Heartbeat {
  FactId id;  ///< the answer must name it
  UtcTime at;
  std::string report;  ///< JSON object
};

/// What the operator's server may say in return. Commands are counted and left alone: a booth that
/// does not know them must not stumble over them.
struct HeartbeatAnswer {
  /// How far booths shall spread their first contact after an outage; nullopt = as configured.
  std::optional<std::chrono::milliseconds> first_contact;
  /// What the server makes of this booth: "ok", "unknown_booth", "paused"; empty = it does not say.
  std::string probe;
  int commands = 0;
};

/// The operator's back end, which wants to know what happens. Calls run on the main loop and never
/// block it.
class FactSink {
 public:
  virtual ~FactSink() = default;

  /// All or nothing. The same facts again are harmless: their ids are stable.
  ///
  /// @returns ServerRefused when it is about these facts (too many, or one is not acceptable);
  ///          NotFound when nobody takes facts at this address; the errors of UploadTarget::send
  virtual boost::asio::awaitable<Result<void>> send(std::vector<Fact> facts) = 0;

  /// @returns NotProven when the answer is not one to this heartbeat
  virtual boost::asio::awaitable<Result<HeartbeatAnswer>> beat(Heartbeat heartbeat) = 0;

  /// What the server asked for with the newest ServerBusy answer.
  virtual std::optional<std::chrono::milliseconds> last_retry_after() const = 0;

  /// The link under the connections is gone.
  virtual void drop_connections() = 0;
};

}  // namespace booth
