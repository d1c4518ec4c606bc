#include "daemon/core/capture/recovery_ladder.hpp"

#include <algorithm>
#include <array>

namespace booth {
namespace {

using std::chrono::milliseconds;

milliseconds delay_before(int failures, const RecoveryLimits& limits) {
  static constexpr std::array<int, 5> kDelaysMs = {0, 200, 500, 1000, 2000};
  const auto index = static_cast<std::size_t>(failures - 1);
  return index < kDelaysMs.size() ? milliseconds{kDelaysMs[index]} : limits.longest_delay;
}

bool is_time_for_power(int failures, const RecoveryLimits& limits) {
  const int since_first = failures - limits.power_cycle_after;
  return since_first >= 0 && since_first % std::max(limits.power_cycle_every, 1) == 0;
}

}  // namespace

std::string_view to_string(RecoveryRung rung) {
  switch (rung) {
    case RecoveryRung::Retry:
      return "retry";
    case RecoveryRung::Reopen:
      return "reopen";
    case RecoveryRung::Respawn:
      return "respawn";
    case RecoveryRung::ResetUsb:
      return "reset_usb";
    case RecoveryRung::PowerCycle:
      return "power_cycle";
    case RecoveryRung::AskPerson:
      return "ask_person";
  }
  return "unknown";
}

RecoveryStep next_recovery(const RecoveryHistory& history, const RecoveryLimits& limits) {
  const int failures = std::max(history.failures_in_a_row, 1);
  const auto delay = delay_before(failures, limits);

  if (history.has_power_command && is_time_for_power(failures, limits))
    return {RecoveryRung::PowerCycle, delay};
  if (failures >= limits.power_cycle_after) return {RecoveryRung::AskPerson, delay};
  if (history.has_usb_port && failures >= limits.reset_usb_after)
    return {RecoveryRung::ResetUsb, delay};
  return {history.is_driver_to_blame ? RecoveryRung::Respawn : RecoveryRung::Reopen, delay};
}

int failures_after_loss(int failures_before, milliseconds served_for,
                        const RecoveryLimits& limits) {
  return served_for >= limits.healthy_after ? 1 : failures_before + 1;
}

}  // namespace booth
