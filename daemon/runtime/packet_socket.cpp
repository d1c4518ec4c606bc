#include "daemon/runtime/packet_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

namespace booth {
namespace {

Error socket_error(const char* call) {
  const int code = errno;
  if (code == EAGAIN) return make_error(Errc::Busy, "the worker's socket is full");
  return make_error(Errc::Io, std::string("worker socket: ") + call + ": " + std::strerror(code));
}

/// Takes every descriptor out of the message, so that none leaks, whatever a hostile peer sent.
std::vector<UniqueFd> take_descriptors(msghdr& message) {
  std::vector<UniqueFd> taken;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof fd);
      taken.emplace_back(fd);
    }
  }
  return taken;
}

}  // namespace

Result<PacketSockets> make_packet_sockets() {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return socket_error("socketpair");
  PacketSockets sockets{UniqueFd(ends[0]), UniqueFd(ends[1])};
  if (::fcntl(sockets.ours.get(), F_SETFL, O_NONBLOCK) != 0) return socket_error("fcntl");
  return sockets;
}

Result<void> send_packet(int socket, std::span<const std::byte> bytes, int passed) {
  if (bytes.empty() || bytes.size() > kLongestPacket)
    return make_error(Errc::BadInput,
                      "a packet of " + std::to_string(bytes.size()) + " bytes is not sent");
  iovec part{const_cast<std::byte*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  if (passed >= 0) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &passed, sizeof passed);
  }
  ssize_t sent = -1;
  do sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0) return socket_error("sendmsg");
  return {};
}

Result<std::optional<Packet>> receive_packet(int socket) {
  // Not filled beforehand: clearing 64 KiB for each small packet was a good part of live view's
  // cost.
  std::array<std::byte, kLongestPacket> buffer;
  iovec part{buffer.data(), buffer.size()};
  // Room for more descriptors than allowed: what does not fit would be dropped silently by the
  // kernel.
  alignas(cmsghdr) std::array<char, CMSG_SPACE(4 * sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t received = -1;
  do received = ::recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  if (received < 0 && errno == EAGAIN) return std::optional<Packet>{};
  if (received < 0) return socket_error("recvmsg");

  auto descriptors = take_descriptors(message);
  // Nobody sends empty packets, so zero is the end of the peer.
  if (received == 0) return make_error(Errc::Io, "the worker's socket was closed");
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 || descriptors.size() > 1)
    return make_error(Errc::Corrupt, "the worker sent a packet that is too long");
  Packet packet;
  packet.bytes.assign(buffer.begin(), buffer.begin() + received);
  if (!descriptors.empty()) packet.passed = std::move(descriptors.front());
  return std::optional<Packet>(std::move(packet));
}

}  // namespace booth
