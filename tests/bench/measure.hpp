#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <sys/resource.h>

namespace booth::bench {

inline double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// @param values  not empty
inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<long>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// User and system time of this process so far.
inline double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// Says for each budget whether it was kept.
class Verdict {
 public:
  void at_least(const std::string& what, double value, double budget, const char* unit) {
    say(what, value, ">=", budget, unit, value >= budget);
  }
  void at_most(const std::string& what, double value, double budget, const char* unit) {
    say(what, value, "<=", budget, unit, value <= budget);
  }
  bool is_met() const { return is_met_; }

 private:
  void say(const std::string& what, double value, const char* sign, double budget, const char* unit,
           bool is_met) {
    std::printf("%s: %s: %.2f %s (budget %s %g)\n", is_met ? "met" : "MISSED", what.c_str(), value,
                unit, sign, budget);
    is_met_ = is_met_ && is_met;
  }
  bool is_met_ = true;
};

}  // namespace booth::bench
