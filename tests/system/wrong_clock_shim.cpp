// Loaded before the C library into boothd: its date is wrong by BOOTH_CLOCK_ERROR_S seconds, as
// with a dead clock battery. The steady clock goes on as it is. Where BOOTH_CLOCK_ERROR_FILE names
// a file the number stands there, so that somebody can set the clock right.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace {

/// -1 = the environment says it.
int error_file() {
  const char* const path = std::getenv("BOOTH_CLOCK_ERROR_FILE");
  return path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
}

time_t error_s() {
  static const int file = error_file();
  std::array<char, 24> digits{};
  if (file >= 0)
    return ::pread(file, digits.data(), digits.size() - 1, 0) > 0 ? std::atol(digits.data()) : 0;
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
