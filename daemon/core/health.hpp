#pragma once

#include <string>
#include <string_view>

#include "daemon/core/units.hpp"

namespace booth {

enum class HealthLevel { Ok, Degraded, Failed };

std::string_view to_string(HealthLevel level);

/// One subsystem at one glance: what, since when, what a person should do (promise P9).
struct Health {
  std::string subsystem;  ///< "camera", "printer dnp", "uploads", "disk", "network"
  HealthLevel level = HealthLevel::Ok;
  UtcTime since;
  std::string message;
  std::string what_to_do;  ///< empty when Ok
};

}  // namespace booth
