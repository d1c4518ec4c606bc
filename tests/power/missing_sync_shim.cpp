// Loaded before the C library and SQLite into a program on the logged disk. BOOTH_SMALL_WAL: SQLite
// writes its WAL over and over instead of letting it grow, because a growing file hides a missing
// sync of its folder. BOOTH_MISSING_SYNC: this kind of sync does nothing, to see that the checks
// notice it.
#include <dlfcn.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::string setting(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? "" : text;
}

std::string path_of(int fd) {
  char path[4096];
  const auto link = "/proc/self/fd/" + std::to_string(fd);
  const auto length = ::readlink(link.c_str(), path, sizeof path);
  return length < 0 ? "" : std::string(path, static_cast<std::size_t>(length));
}

/// "folders", "database", "journal" (the guard's) or "pictures".
std::string kind_of(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) return "folders";
  const auto path = path_of(fd);
  if (path.find("booth.db") != std::string::npos) return "database";
  if (path.find("/guard/") != std::string::npos) return "journal";
  return "pictures";
}

bool is_missing(int fd) {
  static const auto missing = setting("BOOTH_MISSING_SYNC");
  return !missing.empty() && kind_of(fd) == missing;
}

}  // namespace

extern "C" {

int fsync(int fd) {
  static const auto call = real<int (*)(int)>("fsync");
  return is_missing(fd) ? 0 : call(fd);
}

int fdatasync(int fd) {
  static const auto call = real<int (*)(int)>("fdatasync");
  return is_missing(fd) ? 0 : call(fd);
}

int sqlite3_open_v2(const char* file, sqlite3** database, int flags, const char* system) {
  static const auto call =
      real<int (*)(const char*, sqlite3**, int, const char*)>("sqlite3_open_v2");
  const int result = call(file, database, flags, system);
  static const auto is_small = !setting("BOOTH_SMALL_WAL").empty();
  if (is_small && result == SQLITE_OK) ::sqlite3_wal_autocheckpoint(*database, 20);
  return result;
}
}
