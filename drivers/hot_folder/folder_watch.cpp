#include "drivers/hot_folder/folder_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace booth {
namespace {

constexpr std::uint32_t kTouched = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE;
constexpr std::uint32_t kGone = IN_DELETE | IN_MOVED_FROM;
constexpr std::uint32_t kFolderGone = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED;

Error watch_error(const std::string& folder) {
  const int code = errno;
  const bool is_missing = code == ENOENT || code == ENOTDIR;
  return make_error(is_missing ? Errc::NotFound : Errc::Io,
                    "hot folder " + folder + ": " + std::strerror(code));
}

}  // namespace

Result<FolderWatch> FolderWatch::start(const std::string& folder) {
  UniqueFd inotify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!inotify) return watch_error(folder);
  const auto wanted = kTouched | kGone | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  if (::inotify_add_watch(inotify.get(), folder.c_str(), wanted) < 0) return watch_error(folder);
  return FolderWatch(std::move(inotify));
}

Result<std::vector<FolderChange>> FolderWatch::changes() {
  std::vector<FolderChange> found;
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  for (;;) {
    const ssize_t size = ::read(inotify_.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return found;
    if (size <= 0) return make_error(Errc::Io, "hot folder: reading its changes failed");
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      if ((event->mask & IN_Q_OVERFLOW) != 0)
        return make_error(Errc::Io, "hot folder: changes came too fast");
      if ((event->mask & kFolderGone) != 0)
        return make_error(Errc::NotFound, "the hot folder is gone");
      if (event->len == 0 || (event->mask & IN_ISDIR) != 0) continue;
      const auto kind = (event->mask & IN_MOVED_TO) != 0 ? FolderChange::Kind::RenamedIn
                        : (event->mask & kGone) != 0     ? FolderChange::Kind::Gone
                                                         : FolderChange::Kind::Touched;
      found.push_back({kind, event->name});
    }
  }
}

}  // namespace booth
