#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace booth {

/// What a customer pays for, as yes or no.
enum class ServiceIndicator {
  Session,    ///< ended with what the guests asked for; cancelled ones do not count
  Sheet,      ///< came out right the first time, without a person
  ShareCopy,  ///< was in the cloud within a minute; not counted while the network was in trouble
};
inline constexpr std::size_t kServiceIndicators = 3;

std::string_view to_string(ServiceIndicator indicator);
std::optional<ServiceIndicator> service_indicator_from(std::string_view text);

struct ServiceCount {
  std::int64_t good = 0;
  std::int64_t bad = 0;
};

struct ServiceLevel {
  double objective = 1;    ///< promised share of good ones
  double reached = 1;      ///< 1 when there was nothing to count
  double budget_left = 1;  ///< share of the allowed bad ones that is left; below 0 = overdrawn
  std::int64_t bad_allowed = 0;
};

/// @returns the promised share: 0.99 sessions, 0.98 sheets, 0.95 share copies
double objective_of(ServiceIndicator indicator);

/// Pure.
ServiceLevel service_level(ServiceIndicator indicator, const ServiceCount& count);

}  // namespace booth
