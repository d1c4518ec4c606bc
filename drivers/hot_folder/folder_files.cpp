#include "drivers/hot_folder/folder_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "daemon/core/capture/jpeg_bounds.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

constexpr off_t kLargestPhotoBytes = 128 * 1024 * 1024;
constexpr int kMostSameNames = 10'000;

Error file_error(const std::string& path, int code) {
  return make_error(code == ENOENT ? Errc::NotFound : Errc::Io, path + ": " + std::strerror(code));
}

}  // namespace

Result<std::vector<std::string>> list_files(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator files(folder, failed), end; !failed && files != end;
       files.increment(failed)) {
    std::error_code unreadable;
    if (files->symlink_status(unreadable).type() == fs::file_type::regular)
      names.push_back(files->path().filename().string());
  }
  if (failed) return file_error(folder, failed.value());
  return names;
}

Result<Bytes> read_photo_file(const std::string& folder, const std::string& name) {
  const auto path = folder + "/" + name;
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file)
    return errno == ELOOP ? make_error(Errc::Corrupt, path + " is a link")
                          : file_error(path, errno);
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) return file_error(path, errno);
  if (!S_ISREG(found.st_mode) || found.st_size <= 0 || found.st_size > kLargestPhotoBytes)
    return make_error(Errc::Corrupt,
                      path + " is no photo: " + std::to_string(found.st_size) + " bytes");

  Bytes bytes(static_cast<std::size_t>(found.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(path, errno);
    if (got == 0) break;  // somebody cut it while we read; the check below tells
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  if (!has_jpeg_bounds(bytes)) return make_error(Errc::Corrupt, path + " is not one whole JPEG");
  return bytes;
}

Result<void> move_aside(const std::string& folder, const std::string& name,
                        const std::string& subfolder) {
  const auto target = folder + "/" + subfolder;
  if (::mkdir(target.c_str(), 0750) != 0 && errno != EEXIST) return file_error(target, errno);
  const auto from = folder + "/" + name;
  for (int i = 0; i < kMostSameNames; ++i) {
    // Cameras count from 0001 again after a card was formatted: the same name comes twice, and
    // nothing is overwritten.
    const auto to = target + "/" + (i == 0 ? "" : std::to_string(i) + "-") + name;
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
    if (errno != EEXIST) return file_error(from, errno);
  }
  return make_error(Errc::Io, "too many files named " + name + " in " + target);
}

}  // namespace booth
