#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth {

/// Longest packet either side sends; a longer one is refused. Bulk goes through a passed
/// descriptor.
inline constexpr std::size_t kLongestPacket = 64 * 1024;

struct PacketSockets {
  UniqueFd ours;    ///< non-blocking
  UniqueFd theirs;  ///< blocking
};

/// Two connected SOCK_SEQPACKET ends, both closed on exec.
Result<PacketSockets> make_packet_sockets();

struct Packet {
  Bytes bytes;
  UniqueFd passed;  ///< at most one descriptor comes with a packet
};

/// Sends one packet whole or not at all; never raises SIGPIPE. `passed` stays the caller's.
/// @returns Busy when the socket is non-blocking and full; Io when the peer is gone
Result<void> send_packet(int socket, std::span<const std::byte> bytes, int passed = -1);

/// Takes the next packet, if one is there; never waits.
/// @returns nothing when none is there; Io when the peer is gone; Corrupt for a packet that is too
/// long or carries
///          more than one descriptor
Result<std::optional<Packet>> receive_packet(int socket);

}  // namespace booth
