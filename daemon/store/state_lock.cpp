#include "daemon/store/state_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace booth {

Result<std::unique_ptr<StateLock>> StateLock::take(const std::filesystem::path& state_dir) {
  const auto path = state_dir / "booth.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0)
    return make_error(Errc::Io, "cannot open " + path.string() + ": " + std::strerror(errno));
  std::unique_ptr<StateLock> lock(new StateLock(file));
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  return make_error(Errc::Busy, "another boothd is using " + state_dir.string() +
                                    ": stop it first, or choose another --state-dir");
}

StateLock::~StateLock() {
  ::close(file_);
}

}  // namespace booth
