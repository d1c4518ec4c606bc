#pragma once

#include <chrono>
#include <string_view>

namespace booth {

/// What is tried to get a lost camera back, from the cheapest to the dearest.
enum class RecoveryRung {
  Retry,       ///< the same driver is asked once more
  Reopen,      ///< the connection was lost: the camera is opened afresh
  Respawn,     ///< the driver hung or crashed: it is killed, and a new one opens the camera
  ResetUsb,    ///< the new process resets the camera's USB port before opening
  PowerCycle,  ///< the configured power command runs, then a new process
  AskPerson,   ///< a person is told; new processes go on trying slowly, since a plug may be pushed
               ///< back in any time
};

std::string_view to_string(RecoveryRung rung);

struct RecoveryLimits {
  /// A worker that served this long was healthy: its loss starts the ladder anew, with no delay at
  /// all.
  std::chrono::milliseconds healthy_after{5000};
  int reset_usb_after =
      3;  ///< failures in a row; earlier resets only annoy a camera that is still booting
  int power_cycle_after = 5;  ///< failures in a row
  /// Failures between two power cycles: a camera needs tens of seconds to boot, with 5 s per
  /// failure.
  int power_cycle_every = 12;
  std::chrono::milliseconds longest_delay{5000};  ///< between two looks for a camera that is gone
};

struct RecoveryHistory {
  int failures_in_a_row = 1;        ///< the present one included; >= 1
  bool is_driver_to_blame = false;  ///< it hung or crashed, the connection may well be sound
  bool has_usb_port = false;
  bool has_power_command = false;
};

struct RecoveryStep {
  RecoveryRung rung = RecoveryRung::Respawn;
  std::chrono::milliseconds delay{0};  ///< wait before the rung
};

/// Decides how a lost camera is fetched back. The first loss is answered at once (a guest is
/// waiting); further ones after 0.2, 0.5, 1, 2 and then `longest_delay` each. Pure.
RecoveryStep next_recovery(const RecoveryHistory& history, const RecoveryLimits& limits = {});

/// Failures in a row after one more worker was lost. Pure.
int failures_after_loss(int failures_before, std::chrono::milliseconds served_for,
                        const RecoveryLimits& limits = {});

}  // namespace booth
