// Loaded before the C library into boothd: its disk has as many MiB left as the file says that
// BOOTH_FREE_MIB_FILE names, so that a test can fill it up and empty it again.
#include <dlfcn.h>
#include <sys/statvfs.h>

#include <cstdlib>
#include <fstream>

namespace {

template <class Room>
int judged(const char* name, const char* path, Room* room) {
  using Call = int (*)(const char*, Room*);
  const auto call = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, name));
  const int result = call(path, room);
  const char* const file = std::getenv("BOOTH_FREE_MIB_FILE");
  unsigned long mib = 0;
  if (result != 0 || file == nullptr || !(std::ifstream(file) >> mib)) return result;
  room->f_bavail = mib * 1024 * 1024 / room->f_frsize;
  room->f_bfree = room->f_bavail;
  return result;
}

}  // namespace

extern "C" {

int statvfs(const char* path, struct statvfs* room) noexcept {
  return judged("statvfs", path, room);
}

int statvfs64(const char* path, struct statvfs64* room) noexcept {
  return judged("statvfs64", path, room);
}
}
