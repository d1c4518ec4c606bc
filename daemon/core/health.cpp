#include "daemon/core/health.hpp"

namespace booth {

std::string_view to_string(HealthLevel level) {
  switch (level) {
    case HealthLevel::Ok:
      return "ok";
    case HealthLevel::Degraded:
      return "degraded";
    case HealthLevel::Failed:
      return "failed";
  }
  return "failed";
}

}  // namespace booth
