#include "daemon/runtime/replace_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "daemon/runtime/unique_fd.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

bool sync_folder(const fs::path& folder) {
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd && ::fsync(fd.get()) == 0;
}

}  // namespace

Error file_error(const fs::path& path) {
  if (errno == EACCES || errno == EPERM || errno == EROFS)
    return make_error(Errc::AuthRefused, path.string() + ": " + std::strerror(errno) +
                                             ": run this as root (with sudo in front)");
  return make_error(errno == ENOSPC ? Errc::DiskFull : Errc::Io,
                    path.string() + ": " + std::strerror(errno));
}

Result<void> replace_file(const fs::path& path, const std::string& content,
                          std::optional<mode_t> mode) {
  struct stat old {};
  const bool is_new = ::stat(path.c_str(), &old) != 0;
  const auto part = path.string() + ".part";
  // A secret is never readable for others, not even while it is written.
  const UniqueFd fd(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!fd) return file_error(part);
  const auto size = static_cast<ssize_t>(content.size());
  if (::write(fd.get(), content.data(), content.size()) != size) return file_error(part);
  const mode_t wanted = mode ? *mode : is_new ? 0644 : old.st_mode & 07777U;
  // A new file belongs to whom its folder belongs: a cupsd that is not root runs only its own.
  if (is_new && ::stat(path.parent_path().c_str(), &old) != 0)
    return file_error(path.parent_path());
  const bool keeps_owner =
      (is_new && ::geteuid() != 0) || ::fchown(fd.get(), old.st_uid, old.st_gid) == 0;
  if (!keeps_owner || ::fchmod(fd.get(), wanted) != 0 || ::fsync(fd.get()) != 0 ||
      ::rename(part.c_str(), path.c_str()) != 0 || !sync_folder(path.parent_path()))
    return file_error(path);
  return {};
}

}  // namespace booth
