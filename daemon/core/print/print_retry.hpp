#pragma once

#include <chrono>
#include <variant>

#include "daemon/core/error.hpp"

namespace booth {

struct SubmitLimits {
  std::chrono::milliseconds first_delay{1'000};
  std::chrono::milliseconds longest_delay{60'000};
};

/// The spooler does not take this sheet, and never will: a person decides.
struct HoldForPerson {
  bool operator==(const HoldForPerson&) const = default;
};
/// The spooler has certainly not taken it; later it may.
struct RetryAfter {
  std::chrono::milliseconds delay;
  bool operator==(const RetryAfter&) const = default;
};
/// The answer was lost: only a look into the spooler tells.
struct LookForJob {
  bool operator==(const LookForJob&) const = default;
};

using SubmitDecision = std::variant<HoldForPerson, RetryAfter, LookForJob>;

/// Decides what happens after the spooler did not confirm a sheet. Pure: no clock, no log.
///
/// @param attempts  submissions so far, the failed one included; >= 1
SubmitDecision decide_after_failure(Errc failure, int attempts, const SubmitLimits& limits);

}  // namespace booth
