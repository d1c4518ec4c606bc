#include "daemon/core/upload/upload_retry.hpp"

#include <algorithm>

#include "daemon/core/backoff.hpp"

namespace booth {
namespace {

using std::chrono::milliseconds;

milliseconds jittered(int failures, const UploadRetryLimits& limits, std::uint32_t random) {
  return full_jitter(doubling_delay(failures, limits.first_delay, limits.longest_delay), random);
}

UploadDecision retry_or_park(milliseconds delay, bool counts, const UploadHistory& history,
                             const UploadRetryLimits& limits) {
  if (counts && history.counted + 1 >= limits.max_attempts) return ParkUpload{};
  return RetryUpload{delay, counts};
}

UploadDecision after_network_fault(const UploadHistory& history, const UploadRetryLimits& limits,
                                   std::uint32_t random) {
  // The first fault costs no delay: the network state decides when anything is sent again.
  const bool is_first = history.in_a_row <= 1;
  const auto delay = is_first ? milliseconds{0} : jittered(history.in_a_row - 1, limits, random);
  const bool is_items_own =
      history.is_target_well && history.in_a_row >= limits.network_faults_of_one_item;
  return retry_or_park(delay, is_items_own, history, limits);
}

UploadDecision after_busy_server(const UploadFailure& failure, const UploadHistory& history,
                                 const UploadRetryLimits& limits, std::uint32_t random) {
  // The jitter goes on top of what the server asked for: the floor alone would bring every booth
  // back at once.
  const auto floor = std::clamp(failure.retry_after.value_or(milliseconds{0}), milliseconds{0},
                                limits.longest_retry_after);
  const auto ceiling =
      doubling_delay(history.in_a_row, limits.first_delay, limits.longest_busy_delay);
  const auto delay = floor + full_jitter(ceiling, random);
  return retry_or_park(delay, history.is_target_well, history, limits);
}

}  // namespace

bool is_network_fault(Errc code) {
  return code == Errc::NetworkDown || code == Errc::TimedOut || code == Errc::CaptivePortal ||
         code == Errc::TlsRefused;
}

UploadDecision decide_after_failure(const UploadFailure& failure, const UploadHistory& history,
                                    const UploadRetryLimits& limits, std::uint32_t random) {
  switch (failure.code) {
    case Errc::NetworkDown:
    case Errc::TimedOut:
      return after_network_fault(history, limits, random);

    case Errc::CaptivePortal:
    case Errc::TlsRefused:  // a portal, a wrong clock or a wrong ca_file: never the item's fault
    case Errc::Cancelled:
      return RetryUpload{};

    case Errc::ServerBusy:
      return after_busy_server(failure, history, limits, random);
    case Errc::Busy:
      return RetryUpload{jittered(history.in_a_row, limits, random), false};
    case Errc::NotProven:
      return retry_or_park(jittered(history.in_a_row, limits, random), true, history, limits);

    case Errc::AuthRefused:
      return RestTarget{limits.refused_rest + jittered(history.in_a_row, limits, random)};

    case Errc::ServerRefused:
    case Errc::Unsupported:
      // One refused object is that object's trouble. When nothing else gets through either, it is
      // the target's (a wrong address, WebDAV switched off): parking the whole queue helps nobody.
      if (history.refused_others >= limits.refused_to_rest) return RestTarget{limits.refused_rest};
      return ParkUpload{};

    default:
      return ParkUpload{};  // the local file is gone or damaged, or a bug of ours
  }
}

}  // namespace booth
