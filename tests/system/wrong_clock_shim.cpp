// Loaded before the C library into boothd: its date is wrong by BOOTH_CLOCK_ERROR_S seconds, as
// with a dead clock battery. The steady clock goes on as it is.
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

#include <cstdlib>

namespace {

time_t error_s() {
  static const char* const text = std::getenv("BOOTH_CLOCK_ERROR_S");
  static const time_t seconds = text == nullptr ? 0 : std::atol(text);
  return seconds;
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static const auto call = real<int (*)(clockid_t, timespec*)>("clock_gettime");
  const int result = call(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += error_s();
  return result;
}

time_t time(time_t* where) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (where != nullptr) *where = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(timeval* where, void*) noexcept {
  timespec now{};
  const int result = clock_gettime(CLOCK_REALTIME, &now);
  where->tv_sec = now.tv_sec;
  where->tv_usec = now.tv_nsec / 1000;
  return result;
}
}
