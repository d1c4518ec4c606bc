#pragma once

#include <chrono>

#include "daemon/core/units.hpp"

namespace booth {

/// Retries must not be what keeps a server down: they are a small part of what it takes.
struct RetryBudgetLimits {
  /// What a retry costs that the server does not take. As time pays it off, this is also how often
  /// a server that takes nothing at all is asked again.
  std::chrono::milliseconds cost{10'000};
  /// Retries that may fail before the next one waits: ten, enough for a server that stumbles.
  std::chrono::milliseconds most_debt{100'000};
  /// What each object that the server takes pays off: a tenth of a retry, so that retries add at
  /// most a tenth to what it is asked (Google's SRE book and gRPC use the same share).
  std::chrono::milliseconds earned{1'000};
};

/// The debt that retries have run up at one server. Pure value; a fresh one owes nothing.
struct RetryBudget {
  SteadyTime paid_at = SteadyTime::min();  ///< when time alone will have paid everything
};

/// When the next retry may start. First attempts never ask.
SteadyTime next_retry(const RetryBudget& budget, const RetryBudgetLimits& limits);

/// An item that this server has refused before is about to be sent again.
RetryBudget after_retry(RetryBudget budget, SteadyTime now, const RetryBudgetLimits& limits);

/// The server took an object. @param was_retry  then its cost is given back
RetryBudget after_taken(RetryBudget budget, bool was_retry, SteadyTime now,
                        const RetryBudgetLimits& limits);

}  // namespace booth
