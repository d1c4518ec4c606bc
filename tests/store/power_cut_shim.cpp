// Loaded before the C library into the crash worker: writes down what was made durable, so that
// power_cut.cpp can take away everything else afterwards, as a disk with a write cache may.
//
//   S size path     the file's bytes so far are durable; of a folder: its names
//   R from<TAB>to   renamed; durable with the next S of the folder
//   M path          folder made; durable with the next S of its parent
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

void note(const std::string& line) {
  static const int log =
      ::open(std::getenv("POWER_CUT_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  const auto whole = line + "\n";
  [[maybe_unused]] const auto written = ::write(log, whole.data(), whole.size());
}

void note_sync(int file) {
  char path[4096] = {};
  struct stat state {};
  const auto link = "/proc/self/fd/" + std::to_string(file);
  if (::readlink(link.c_str(), path, sizeof path - 1) > 0 && ::fstat(file, &state) == 0)
    note("S " + std::to_string(state.st_size) + " " + path);
}

}  // namespace

extern "C" {

int fdatasync(int file) {
  static const auto call = real<int (*)(int)>("fdatasync");
  const int result = call(file);
  if (result == 0) note_sync(file);
  return result;
}

int fsync(int file) {
  static const auto call = real<int (*)(int)>("fsync");
  const int result = call(file);
  if (result == 0) note_sync(file);
  return result;
}

int rename(const char* from, const char* to) noexcept {
  static const auto call = real<int (*)(const char*, const char*)>("rename");
  const int result = call(from, to);
  if (result == 0) note("R " + std::string(from) + "\t" + to);
  return result;
}

int mkdir(const char* path, mode_t mode) noexcept {
  static const auto call = real<int (*)(const char*, mode_t)>("mkdir");
  const int result = call(path, mode);
  if (result == 0) note("M " + std::string(path));
  return result;
}
}
