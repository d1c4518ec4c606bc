#include "daemon/compose/read_file.hpp"

#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace booth::compose {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

Result<Bytes> read_file(const std::string& path, std::size_t most) {
  // O_NONBLOCK: a FIFO under the expected name must not hang the thread.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0)
    return make_error(errno == ENOENT ? Errc::NotFound : Errc::Io,
                      path + " cannot be opened: " + std::strerror(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return make_error(Errc::Io, path + " is not a file");
  if (static_cast<std::uint64_t>(status.st_size) > most)
    return make_error(Errc::BadInput, path + " has " + std::to_string(status.st_size) +
                                          " bytes, more than the " + std::to_string(most) +
                                          " that are let in");

  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return make_error(Errc::Io, path + " cannot be read: " + std::strerror(errno));
    if (got == 0) break;  // became shorter meanwhile
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace booth::compose
