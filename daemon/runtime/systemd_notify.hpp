#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace booth {

/// Messages to systemd (sd_notify). Without systemd all of them do nothing.
class SystemdNotify {
 public:
  void ready() const;
  void stopping() const;
  /// One line for `systemctl status`.
  void status(const std::string& line) const;
  void pet_watchdog() const;

  /// How often systemd wants to be petted at the latest; nullopt when it does not watch.
  std::optional<std::chrono::microseconds> watchdog_interval() const;
};

}  // namespace booth
