#include "daemon/core/upload/retry_budget.hpp"

#include <algorithm>

namespace booth {

SteadyTime next_retry(const RetryBudget& budget, const RetryBudgetLimits& limits) {
  if (budget.paid_at == SteadyTime::min()) return budget.paid_at;
  return budget.paid_at + limits.cost - limits.most_debt;
}

RetryBudget after_retry(RetryBudget budget, SteadyTime now, const RetryBudgetLimits& limits) {
  return {std::max(budget.paid_at, now) + limits.cost};
}

RetryBudget after_taken(RetryBudget budget, bool was_retry, SteadyTime now,
                        const RetryBudgetLimits& limits) {
  if (budget.paid_at <= now) return {};
  const auto paid = was_retry ? limits.earned + limits.cost : limits.earned;
  return {budget.paid_at - paid};
}

}  // namespace booth
