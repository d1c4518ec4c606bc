#include "drivers/cups/guard/guard_journal.hpp"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/core/ids.hpp"

namespace booth::guard {
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

Error errno_error(const std::string& what) {
  const auto code = errno == ENOSPC || errno == EDQUOT ? Errc::DiskFull : Errc::Io;
  return make_error(code, what + ": " + std::strerror(errno));
}

std::string_view word(Entry entry) {
  switch (entry) {
    case Entry::None:
    case Entry::AtWork:
      return "none";
    case Entry::Started:
      return "start";
    case Entry::Refused:
      return "refused";
    case Entry::Done:
      return "done";
    case Entry::Counted:
      return "counted";
    case Entry::NotCounted:
      return "not-counted";
  }
  return "none";
}

/// A half-written last line (power cut in the middle of write) counts as what its first word says:
/// the word is written before the blank, and a torn word can only make us more careful, never print
/// twice.
Entry entry_of(const std::string& line) {
  const auto first = line.substr(0, line.find(' '));
  if (first == word(Entry::Done)) return Entry::Done;
  if (first == word(Entry::Refused)) return Entry::Refused;
  if (first == word(Entry::Counted)) return Entry::Counted;
  if (first == word(Entry::NotCounted)) return Entry::NotCounted;
  return Entry::Started;
}

bool sync_folder(const std::filesystem::path& folder) {
  const FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd.get() >= 0 && ::fsync(fd.get()) == 0;
}

}  // namespace

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Result<Entry> Journal::read(std::string_view print) const {
  if (!is_uuid(print)) return make_error(Errc::BadInput, "not a print id: " + std::string(print));
  const auto path = folder_ / print;
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) {
    if (errno != ENOENT) return errno_error("guard journal " + path.string());
    // A missing folder is not "never started": the journal may be elsewhere, its disk not mounted.
    struct stat found {};
    if (::stat(folder_.c_str(), &found) != 0)
      return errno_error("guard journal " + folder_.string());
    return Entry::None;
  }
  // While we share the lock no guard can begin, so what we read is final.
  if (::flock(fd.get(), LOCK_SH | LOCK_NB) != 0) return Entry::AtWork;
  return read_claimed(print);
}

Result<Entry> Journal::read_claimed(std::string_view print) const {
  const auto path = folder_ / print;
  std::ifstream file(path);
  if (!file) return errno_error("guard journal " + path.string());
  // An empty record was claimed, and its "start" never reached the disk: no backend was started.
  auto entry = Entry::None;
  for (std::string line; std::getline(file, line);) entry = entry_of(line);
  if (file.bad()) return errno_error("guard journal " + path.string());
  return entry;
}

namespace {

constexpr std::chrono::milliseconds kLockPoll{100};

Result<FileLock> lock_file(const std::filesystem::path& path,
                           const std::function<bool()>& is_stopped) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT, 0644);
  if (fd < 0) return errno_error("guard journal " + path.string());
  FileLock lock(fd);
  ::fchmod(fd, 0644);  // cupsd's umask would hide it from the daemon
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return errno_error("guard journal " + path.string());
    if (is_stopped()) return make_error(Errc::Busy, "the printer is in use");
    std::this_thread::sleep_for(kLockPoll);
  }
  return lock;
}

}  // namespace

namespace {

/// FNV-1a: any device URI becomes a file name; two devices that share one would only wait for each
/// other.
std::string device_name(std::string_view device_uri) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : device_uri) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  char name[32];
  std::snprintf(name, sizeof name, "device-%016llx", static_cast<unsigned long long>(hash));
  return name;
}

}  // namespace

Result<FileLock> Journal::claim(std::string_view print, const std::function<bool()>& is_stopped) {
  if (!is_uuid(print)) return make_error(Errc::BadInput, "not a print id: " + std::string(print));
  return lock_file(folder_ / print, is_stopped);
}

Result<FileLock> Journal::claim_device(std::string_view device_uri,
                                       const std::function<bool()>& is_stopped) {
  return lock_file(folder_ / (device_name(device_uri) + ".lock"), is_stopped);
}

bool Journal::is_counting(std::string_view device_uri) const {
  return ::access((folder_ / (device_name(device_uri) + ".counts")).c_str(), F_OK) == 0;
}

Result<void> Journal::note_counting(std::string_view device_uri) {
  const auto path = folder_ / (device_name(device_uri) + ".counts");
  const FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  if (fd.get() < 0) return errno_error("guard journal " + path.string());
  return {};
}

Result<void> Journal::write(std::string_view print, Entry entry, std::string_view note) {
  if (!is_uuid(print)) return make_error(Errc::BadInput, "not a print id: " + std::string(print));
  const auto path = folder_ / print;
  const auto line = std::string(word(entry)) + " " + std::string(note) + "\n";

  const FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (fd.get() < 0) return errno_error("guard journal " + path.string());
  const auto written = ::write(fd.get(), line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size()))
    return errno_error("guard journal " + path.string());
  if (::fsync(fd.get()) != 0) return errno_error("guard journal " + path.string());
  if (entry == Entry::Started && !sync_folder(folder_))
    return errno_error("guard journal " + folder_.string());
  return {};
}

}  // namespace booth::guard
