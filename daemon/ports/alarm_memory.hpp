#pragma once

#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/fact.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// Which alarms were raised and not cleared yet, also over a restart. Errors as in ports/store.hpp.
class AlarmMemory {
 public:
  virtual ~AlarmMemory() = default;

  /// The newest fact alarm.raised of each subsystem that no alarm.cleared has followed.
  virtual boost::asio::awaitable<Result<std::vector<Fact>>> open_alarms() = 0;
};

}  // namespace booth
