#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/app/health_rules.hpp"
#include "daemon/ports/alarm_memory.hpp"
#include "daemon/ports/store.hpp"

namespace booth {

/// Gives every judgement its "since", and writes a fact when something goes wrong and when it is
/// well again. A fault must last two looks before it is an alarm, and so must its end: a camera
/// that is replaced in half a second worries nobody. What was wrong before a restart is still so
/// until a look says otherwise.
class HealthWatcher {
 public:
  HealthWatcher(Store& store, AlarmMemory& alarms, HealthLimits limits)
      : store_(store), alarms_(alarms), limits_(limits) {}

  /// One look; called about once a second with a status whose `health` is empty.
  boost::asio::awaitable<void> look(BoothStatus status);

  /// Worst first, as of the newest look.
  const std::vector<Health>& health() const { return health_; }
  /// The same beside a newer status: what is well in it by now is not shown with its old remedy.
  std::vector<Health> health_beside(const BoothStatus& status) const;

 private:
  struct Watched {
    Health shown;
    HealthLevel candidate = HealthLevel::Ok;
    int looks = 0;
    std::string newest_trouble;  ///< message of the newest look that was as bad as what is shown
  };

  boost::asio::awaitable<void> remember();
  boost::asio::awaitable<void> take(Health judged, UtcTime now);
  boost::asio::awaitable<void> forget_others(const std::set<std::string>& judged);
  boost::asio::awaitable<void> tell(const Health& changed);

  Store& store_;
  AlarmMemory& alarms_;
  HealthLimits limits_;
  bool has_remembered_ = false;
  std::map<std::string, Watched> watched_;
  std::vector<Health> health_;
};

}  // namespace booth
