#pragma once

#include <chrono>
#include <cstdlib>
#include <string>

namespace booth::testing {

/// How much longer than on an idle machine a test lets things take: builders are busy, and the
/// sanitizers make everything slower. `BOOTH_TEST_PATIENCE=1` on a quiet machine makes the tests
/// that wait for a deadline quicker.
///
/// Whatever a test configures as a deadline, and whatever it tells a simulated device to take,
/// goes through `patient`: their order is what is tested, so both grow alike.
inline int patience_factor() {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  constexpr int kUsual = 8;
#else
  constexpr int kUsual = 3;
#endif
  static const int factor = [] {
    const char* set = std::getenv("BOOTH_TEST_PATIENCE");
    const int wanted = set == nullptr ? kUsual : std::atoi(set);
    return wanted >= 1 ? wanted : kUsual;
  }();
  return factor;
}

inline std::chrono::milliseconds patient(std::chrono::milliseconds usual) {
  return usual * patience_factor();
}

/// The same as a member of a JSON command: `"ms": 7500`.
inline std::string patient_ms(std::chrono::milliseconds usual) {
  return "\"ms\": " + std::to_string(patient(usual).count());
}

/// What never comes is not waited for longer than this.
inline std::chrono::milliseconds longest_wait() {
  return patient(std::chrono::seconds(30));
}

}  // namespace booth::testing
