#include "daemon/runtime/systemd_notify.hpp"

#include <systemd/sd-daemon.h>

namespace booth {

void SystemdNotify::ready() const {
  sd_notify(0, "READY=1");
}
void SystemdNotify::stopping() const {
  sd_notify(0, "STOPPING=1");
}
void SystemdNotify::status(const std::string& line) const {
  sd_notify(0, ("STATUS=" + line).c_str());
}
void SystemdNotify::pet_watchdog() const {
  sd_notify(0, "WATCHDOG=1");
}

std::optional<std::chrono::microseconds> SystemdNotify::watchdog_interval() const {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::microseconds{microseconds};
}

}  // namespace booth
