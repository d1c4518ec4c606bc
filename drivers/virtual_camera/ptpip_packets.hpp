#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "daemon/core/units.hpp"
#include "drivers/virtual_camera/ptp_message.hpp"

namespace booth::virtual_camera {

/// Packet types of PTP over TCP/IP (CIPA DC-X005). Every packet begins with its length and type, 32
/// bits each.
enum class PacketType : std::uint32_t {
  InitCommandRequest = 1,
  InitCommandAck = 2,
  InitEventRequest = 3,
  InitEventAck = 4,
  InitFail = 5,
  CommandRequest = 6,
  CommandResponse = 7,
  Event = 8,
  StartData = 9,
  Data = 10,
  Cancel = 11,
  EndData = 12,
  Ping = 13,
  Pong = 14,
};

constexpr std::size_t kPacketHeaderBytes = 8;
/// More than any client sends in one packet; a longer one is not PTP/IP.
constexpr std::uint32_t kLongestPacket = 8U << 20;

struct PacketHeader {
  std::uint32_t body_bytes = 0;
  PacketType type = PacketType::Ping;
};

struct Packet {
  PacketType type = PacketType::Ping;
  Bytes body;
};

/// @returns nothing when the length is impossible
std::optional<PacketHeader> parse_header(const std::array<std::byte, kPacketHeaderBytes>& bytes);
/// @returns nothing when the packet is too short to be a CommandRequest
std::optional<Request> parse_command(const Packet& packet);
/// True when the client announces a data phase of its own.
bool client_sends_data(const Packet& packet);

Bytes make_packet(PacketType type, const Bytes& body);
Bytes make_init_ack(std::uint32_t connection, const std::string& camera_name);
Bytes make_response(const Reply& reply, std::uint32_t transaction);
/// StartData and the head of the one EndData packet; the payload follows. One packet, because
/// libgphoto2 polls its event socket before each.
Bytes make_data_head(std::size_t payload_bytes, std::uint32_t transaction);

}  // namespace booth::virtual_camera
