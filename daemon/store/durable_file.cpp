#include "daemon/store/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

namespace booth {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryPrefix = ".tmp-";

Error system_error(const std::string& doing, int code) {
  const bool is_full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return make_error(is_full ? Errc::DiskFull : Errc::Io, doing + ": " + std::strerror(code));
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// For a file that was written: some file systems report a failed write only here.
  bool close() { return ::close(std::exchange(number_, -1)) == 0 || errno == EINTR; }

 private:
  int number_;
};

/// Removes the temporary file unless it became the real one.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const fs::path& path() const { return path_; }
  void keep() { path_.clear(); }

 private:
  fs::path path_;
};

bool write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_contents(int file) {
  int result = ::fdatasync(file);
  while (result != 0 && errno == EINTR) result = ::fdatasync(file);
  return result == 0;
}

Result<void> check_reserve(const fs::path& folder, std::int64_t size, std::int64_t reserve) {
  const auto space = free_space(folder);
  if (!space) return space.error();
  if (space->free_bytes - size >= reserve) return {};
  return make_error(Errc::DiskFull, folder.string() + ": " +
                                        std::to_string(space->free_bytes >> 20) +
                                        " MiB are free, and " + std::to_string(reserve >> 20) +
                                        " MiB of them are kept in reserve");
}

Result<void> write_temporary(const fs::path& path, std::span<const std::byte> bytes,
                             const std::function<void()>& meanwhile) {
  FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640));
  if (!file.is_open()) return system_error("cannot create " + path.string(), errno);
  if (!write_all(file.number(), bytes)) return system_error("cannot write " + path.string(), errno);
  if (meanwhile) {
    // Only a beginning; whether it works shows in the sync.
    (void)::sync_file_range(file.number(), 0, 0, SYNC_FILE_RANGE_WRITE);
    meanwhile();
  }
  if (!sync_contents(file.number())) return system_error("cannot sync " + path.string(), errno);
  if (!file.close()) return system_error("cannot close " + path.string(), errno);
  return {};
}

Result<void> open_and_sync(const fs::path& path, int flags) {
  const FileDescriptor opened(::open(path.c_str(), flags | O_CLOEXEC));
  if (!opened.is_open()) return system_error("cannot open " + path.string(), errno);
  int result = ::fsync(opened.number());
  while (result != 0 && errno == EINTR) result = ::fsync(opened.number());
  if (result != 0) return system_error("cannot sync " + path.string(), errno);
  return {};
}

}  // namespace

bool is_temporary_name(const fs::path& name) {
  return name.string().starts_with(kTemporaryPrefix);
}

Result<FreeSpace> free_space(const fs::path& folder) {
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0)
    return system_error("cannot ask for the free space of " + folder.string(), errno);
  const auto block = static_cast<std::int64_t>(info.f_frsize);
  return FreeSpace{static_cast<std::int64_t>(info.f_bavail) * block,
                   static_cast<std::int64_t>(info.f_blocks) * block};
}

Result<void> fsync_file(const fs::path& path) {
  return open_and_sync(path, O_RDONLY);
}

Result<void> fsync_folder(const fs::path& folder) {
  return open_and_sync(folder, O_RDONLY | O_DIRECTORY);
}

Result<void> make_folders_durably(const fs::path& root, const fs::path& relative) {
  fs::path folder = root;
  for (const auto& part : relative) {
    const fs::path parent = folder;
    folder /= part;
    if (::mkdir(folder.c_str(), 0750) == 0) {
      if (auto synced = fsync_folder(parent); !synced) return synced;
    } else if (errno != EEXIST) {
      return system_error("cannot make folder " + folder.string(), errno);
    }
  }
  return {};
}

Result<void> write_durably(const fs::path& root, const fs::path& relative,
                           std::span<const std::byte> bytes, std::int64_t reserve,
                           const std::function<void()>& meanwhile) {
  if (auto room = check_reserve(root, static_cast<std::int64_t>(bytes.size()), reserve); !room)
    return room;
  if (auto made = make_folders_durably(root, relative.parent_path()); !made) return made;

  const fs::path path = root / relative;
  const fs::path folder = path.parent_path();
  TemporaryFile temporary(folder / (std::string(kTemporaryPrefix) + path.filename().string()));
  if (auto written = write_temporary(temporary.path(), bytes, meanwhile); !written) return written;
  if (::rename(temporary.path().c_str(), path.c_str()) != 0)
    return system_error("cannot rename to " + path.string(), errno);
  temporary.keep();
  return fsync_folder(folder);
}

Result<void> move_durably(const fs::path& root, const fs::path& from, const fs::path& to) {
  if (auto made = make_folders_durably(root, to.parent_path()); !made) return made;
  if (::rename((root / from).c_str(), (root / to).c_str()) != 0)
    return system_error("cannot move " + from.string() + " to " + to.string(), errno);
  if (auto synced = fsync_folder((root / to).parent_path()); !synced) return synced;
  return fsync_folder((root / from).parent_path());
}

}  // namespace booth
