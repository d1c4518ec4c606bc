#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/fact.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// How far the event log has got to the operator's back end. The log itself is the queue: one
/// number says what has been taken, so that neither memory nor the start depends on what waits.
/// Each call is one durable transaction. Errors of every call: Io, DiskFull, Corrupt.
class FactOutbox {
 public:
  virtual ~FactOutbox() = default;

  struct Progress {
    std::int64_t position = 0;  ///< everything up to here is taken or set aside
    std::int64_t waiting = 0;   ///< facts behind it
    std::int64_t set_aside = 0;
    std::optional<UtcTime> oldest_waiting;
  };
  virtual boost::asio::awaitable<Result<Progress>> fact_progress() = 0;

  /// @returns Conflict when the position is not `from` any more
  virtual boost::asio::awaitable<Result<void>> advance_facts(std::int64_t from,
                                                             std::int64_t to) = 0;

  /// The back end will never take this one: kept for a person, and the position moves behind it.
  virtual boost::asio::awaitable<Result<void>> set_fact_aside(std::int64_t from, Fact fact,
                                                              std::string reason) = 0;

  struct SetAside {
    Fact fact;
    std::string reason;
    UtcTime since;
  };
  /// Oldest first.
  virtual boost::asio::awaitable<Result<std::vector<SetAside>>> facts_set_aside(int limit) = 0;

  /// It was taken after all.
  virtual boost::asio::awaitable<Result<void>> settle_fact(FactId id) = 0;
};

}  // namespace booth
