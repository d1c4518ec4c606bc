#include "drivers/hot_folder/hand_over.hpp"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "daemon/runtime/unique_fd.hpp"

namespace booth {
namespace {

/// Within the folder, so that a rename is one step; hidden, so that nobody takes files from it.
constexpr const char* kStaging = "/.boothd-staging";

std::string staging_of(const std::string& folder) {
  return folder + kStaging;
}

Error folder_error(const std::string& path, int code) {
  const auto what = path + ": " + std::strerror(code);
  if (code == ENOSPC || code == EDQUOT) return make_error(Errc::DiskFull, what);
  // Whatever ails a folder on a stick or a share: it comes back, and the file waits.
  return make_error(Errc::NetworkDown, what);
}

Result<void> sync_folder(const std::string& path) {
  const UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || ::fsync(folder.get()) != 0) return folder_error(path, errno);
  return {};
}

Result<void> copy_all(const UniqueFd& from, const UniqueFd& to, const std::string& path) {
  constexpr std::size_t kPiece = 1 << 20;
  while (true) {
    const auto sent = ::sendfile(to.get(), from.get(), nullptr, kPiece);
    if (sent == 0) return {};
    if (sent < 0 && errno != EINTR) return folder_error(path, errno);
  }
}

}  // namespace

std::string exported_name(const std::string& key) {
  auto name = key;
  std::replace(name.begin(), name.end(), '/', '-');
  return name;
}

Result<void> check_folder(const std::string& folder) {
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return folder_error(folder, errno);
  return {};
}

Result<void> stage_file(const std::string& folder, const std::string& name,
                        const std::string& from) {
  if (auto there = check_folder(folder); !there) return there;
  const auto staging = staging_of(folder);
  if (::mkdir(staging.c_str(), 0700) != 0 && errno != EEXIST) return folder_error(staging, errno);
  if (auto synced = sync_folder(folder); !synced) return synced;

  const UniqueFd source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source) return make_error(Errc::Io, from + ": " + std::strerror(errno));
  const auto path = staging + "/" + name;
  const UniqueFd copy(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!copy) return folder_error(path, errno);
  if (auto copied = copy_all(source, copy, path); !copied) return copied;
  if (::fsync(copy.get()) != 0) return folder_error(path, errno);
  return sync_folder(staging);
}

Result<void> release_staged(const std::string& folder, const std::string& name) {
  if (auto there = check_folder(folder); !there) return there;
  const auto staging = staging_of(folder);
  if (::access(staging.c_str(), X_OK) != 0)
    return make_error(Errc::NotFound,
                      folder + " is not the folder that " + name + " was prepared in");
  const auto from = staging + "/" + name;
  const auto to = folder + "/" + name;
  if (::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT) return folder_error(to, errno);
  return sync_folder(folder);
}

Result<void> withdraw_file(const std::string& folder, const std::string& name) {
  if (auto there = check_folder(folder); !there) return there;
  for (const auto& path : {staging_of(folder) + "/" + name, folder + "/" + name})
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return folder_error(path, errno);
  return sync_folder(folder);
}

}  // namespace booth
