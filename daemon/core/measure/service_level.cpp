#include "daemon/core/measure/service_level.hpp"

#include <cmath>

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<ServiceIndicator, kServiceIndicators> kIndicators{
    {"session", "sheet", "share_copy"}};

}  // namespace

std::string_view to_string(ServiceIndicator indicator) {
  return kIndicators.word(indicator);
}
std::optional<ServiceIndicator> service_indicator_from(std::string_view text) {
  return kIndicators.value(text);
}

double objective_of(ServiceIndicator indicator) {
  switch (indicator) {
    case ServiceIndicator::Session:
      return 0.99;
    case ServiceIndicator::Sheet:
      return 0.98;
    case ServiceIndicator::ShareCopy:
      return 0.95;
  }
  return 1;
}

ServiceLevel service_level(ServiceIndicator indicator, const ServiceCount& count) {
  ServiceLevel level;
  level.objective = objective_of(indicator);
  const auto all = static_cast<double>(count.good + count.bad);
  if (all <= 0) return level;
  const auto bad = static_cast<double>(count.bad);
  const double allowed = all * (1 - level.objective);
  level.reached = 1 - bad / all;
  level.budget_left = 1 - bad / allowed;
  // 1 - 0.99 is a little more than 0.01: without the nudge a whole number would lose one.
  level.bad_allowed = static_cast<std::int64_t>(std::floor(allowed + 1e-9));
  return level;
}

}  // namespace booth
