#include "daemon/api/unix_socket.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace booth::api {
namespace {

class Socket {
 public:
  Socket() : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Error io_error(const std::string& path) {
  return make_error(Errc::Io, path + ": " + std::strerror(errno));
}

/// A full backlog (EAGAIN) is an answer too: somebody listens.
bool is_answered(const ::sockaddr_un& address) {
  const Socket probe;
  if (::connect(probe.get(), reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0)
    return true;
  return errno == EAGAIN || errno == EINPROGRESS;
}

std::vector<gid_t> groups_of(int socket, gid_t primary) {
  std::vector<gid_t> groups(64);
  for (;;) {
    auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0) {
      groups.resize(size / sizeof(gid_t));
      groups.push_back(primary);
      return groups;
    }
    if (errno != ERANGE || groups.size() > 65536) return {primary};
    groups.resize(groups.size() * 2);
  }
}

bool is_in_group(const std::vector<gid_t>& groups, const char* name) {
  std::array<char, 4096> text{};
  ::group entry{};
  ::group* found = nullptr;
  if (::getgrnam_r(name, &entry, text.data(), text.size(), &found) != 0 || !found) return false;
  return std::find(groups.begin(), groups.end(), found->gr_gid) != groups.end();
}

std::string name_of(uid_t user) {
  std::array<char, 4096> text{};
  ::passwd entry{};
  ::passwd* found = nullptr;
  if (::getpwuid_r(user, &entry, text.data(), text.size(), &found) != 0 || !found)
    return std::to_string(user);
  return found->pw_name;
}

}  // namespace

Result<void> clear_socket_path(const std::string& path) {
  ::sockaddr_un address{};
  if (path.empty() || path.size() >= sizeof address.sun_path)
    return make_error(Errc::BadInput, "socket path \"" + path + "\": must have 1 to " +
                                          std::to_string(sizeof address.sun_path - 1) +
                                          " characters");
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());

  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) {
    if (errno == ENOENT) return {};
    return io_error(path);
  }
  if (!S_ISSOCK(facts.st_mode))
    return make_error(Errc::BadInput, path + ": is not a socket and will not be removed");
  if (is_answered(address))
    return make_error(Errc::Conflict, path + ": another boothd answers there; stop it first");
  if (::unlink(path.c_str()) != 0) return io_error(path);
  return {};
}

Caller caller_of(int socket) {
  ::ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return {};

  Caller caller{"boothctl:" + name_of(peer.uid), Role::Nobody};
  const auto groups = groups_of(socket, peer.gid);
  if (peer.uid == 0 || peer.uid == ::geteuid() || is_in_group(groups, "booth-technician"))
    caller.role = Role::Technician;
  else if (is_in_group(groups, "booth-attendant"))
    caller.role = Role::Attendant;
  else if (is_in_group(groups, "booth-viewer"))
    caller.role = Role::Viewer;
  return caller;
}

}  // namespace booth::api
