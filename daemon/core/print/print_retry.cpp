#include "daemon/core/print/print_retry.hpp"

#include "daemon/core/backoff.hpp"

namespace booth {

SubmitDecision decide_after_failure(Errc failure, int attempts, const SubmitLimits& limits) {
  switch (failure) {
    case Errc::JobRejected:
    case Errc::WrongMedia:
    case Errc::BadInput:
    case Errc::Unsupported:
    case Errc::Corrupt:
      return HoldForPerson{};

    // The queue does not exist, refuses us or takes no more jobs: a person or time can change that.
    case Errc::NotFound:
    case Errc::AuthRefused:
    case Errc::Busy:
      return RetryAfter{doubling_delay(attempts, limits.first_delay, limits.longest_delay)};

    default:
      return LookForJob{};
  }
}

}  // namespace booth
