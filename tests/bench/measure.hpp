#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/types.h>
#include <unistd.h>

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

/// What another program has written down about `name`: a line "name nanoseconds since the epoch".
inline std::optional<std::chrono::nanoseconds> noted_time(const std::filesystem::path& list,
                                                          const std::string& name) {
  std::ifstream file(list);
  std::string noted;
  std::int64_t since_epoch = 0;
  while (file >> noted >> since_epoch)
    if (noted == name) return std::chrono::nanoseconds(since_epoch);
  return std::nullopt;
}

/// User and system time of this process so far.
inline double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// The same of another process, from the 14th and 15th word of its stat file.
inline double cpu_seconds_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream words(text.substr(text.rfind(')') + 2));
  std::vector<std::string> all((std::istream_iterator<std::string>(words)), {});
  const double ticks = all.size() > 12 ? std::stod(all[11]) + std::stod(all[12]) : 0;
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
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
