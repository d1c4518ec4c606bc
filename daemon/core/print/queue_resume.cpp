#include "daemon/core/print/queue_resume.hpp"

#include "daemon/core/backoff.hpp"

namespace booth {

void ResumePlan::see_trouble(SteadyTime now) {
  if (is_in_trouble_) return;
  is_in_trouble_ = true;
  tries_ = 0;
  next_ = now + limits_.first_delay;
}

void ResumePlan::see_health() {
  is_in_trouble_ = false;
  tries_ = 0;
}

void ResumePlan::count_try(SteadyTime now) {
  ++tries_;
  next_ = now + doubling_delay(tries_ + 1, limits_.first_delay, limits_.longest_delay);
}

}  // namespace booth
