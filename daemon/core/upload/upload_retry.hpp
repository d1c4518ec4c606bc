#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

#include "daemon/core/error.hpp"

namespace booth {

struct UploadRetryLimits {
  /// Counted failures after which an item is parked. Twelve with full jitter span about twenty
  /// minutes of a server that takes everybody else's objects: by then a person must look.
  int max_attempts = 12;
  std::chrono::milliseconds first_delay{2000};
  /// The guest's phone is long gone, but a repaired server should not idle: five minutes.
  std::chrono::milliseconds longest_delay{std::chrono::minutes(5)};
  /// A busy server is protected by the breaker and the pace as well; longer delays leave it idle at
  /// the end.
  std::chrono::milliseconds longest_busy_delay{20'000};
  /// A wrong password does not heal by itself; asking more often only locks accounts.
  std::chrono::milliseconds refused_rest{std::chrono::minutes(5)};
  /// A server may ask for a day; a booth that believes it looks broken.
  std::chrono::milliseconds longest_retry_after{std::chrono::hours(1)};
  /// Network faults of one item in a row before they are taken as the item's own (a proxy that cuts
  /// large bodies).
  int network_faults_of_one_item = 4;
  /// Items refused one after the other, with nothing accepted in between, before the target is
  /// blamed.
  int refused_to_rest = 3;
};

/// How the newest attempt of an item ended.
struct UploadFailure {
  Errc code = Errc::Internal;
  std::optional<std::chrono::milliseconds> retry_after;  ///< what the server asked for
};

/// What is known about an item when it fails, the newest failure not included in `counted`.
struct UploadHistory {
  int counted = 0;   ///< failures so far that count towards parking
  int in_a_row = 1;  ///< failures since this run began or since the item last went through; >= 1,
                     ///< newest included
  /// True when the target took something, or passed a probe, since this item's previous failure:
  /// then the failure says something about the item and not about the server or the network.
  bool is_target_well = false;
  int refused_others = 0;  ///< other items that this target refused for good since it last took one
};

/// Send the item again after `delay`.
struct RetryUpload {
  std::chrono::milliseconds delay{0};
  bool counts = false;  ///< as an attempt towards parking
};
/// This item will never go through as it is: set it aside for a person, go on with the next.
struct ParkUpload {};
/// Nothing is wrong with the item: rest the whole target (credential, certificate), keep the item
/// waiting.
struct RestTarget {
  std::chrono::milliseconds delay{0};
};

using UploadDecision = std::variant<RetryUpload, ParkUpload, RestTarget>;

/// Decides what happens after a failed upload. Pure: no clock, no log.
///
/// @param random  uniformly distributed 32 bits: delays carry full jitter, so that a fleet does not
/// come back as one
UploadDecision decide_after_failure(const UploadFailure& failure, const UploadHistory& history,
                                    const UploadRetryLimits& limits, std::uint32_t random);

/// True for failures of the road, not of the server: no answer of ours came back.
bool is_network_fault(Errc code);

}  // namespace booth
