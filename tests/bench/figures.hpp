#pragma once

#include <sys/resource.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace booth {

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

inline double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

inline double own_cpu_s() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// User and system time, from the 14th and 15th word of its stat file.
inline double cpu_s_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream words(text.substr(text.rfind(')') + 2));
  std::vector<std::string> all((std::istream_iterator<std::string>(words)), {});
  return (std::stod(all.at(11)) + std::stod(all.at(12))) /
         static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// One line per budget: kept or exceeded.
class Verdicts {
 public:
  void say(const char* what, double value, const char* unit, double budget) {
    const bool is_kept = value <= budget;
    are_all_kept_ = are_all_kept_ && is_kept;
    std::printf("  %-52s %8.2f %-8s budget %6.2f  %s\n", what, value, unit, budget,
                is_kept ? "kept" : "EXCEEDED");
  }
  bool are_all_kept() const { return are_all_kept_; }

 private:
  bool are_all_kept_ = true;
};

}  // namespace booth
