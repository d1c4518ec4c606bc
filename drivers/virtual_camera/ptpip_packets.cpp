#include "drivers/virtual_camera/ptpip_packets.hpp"

#include "drivers/virtual_camera/ptp_codec.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::uint32_t kDataFromClient = 2;
constexpr std::uint32_t kProtocolVersion = 0x00010000;
constexpr std::size_t kDataHeadBytes = kPacketHeaderBytes + 4;

void begin_packet(PtpWriter& writer, std::size_t whole_bytes, PacketType type) {
  writer.u32(static_cast<std::uint32_t>(whole_bytes)).u32(static_cast<std::uint32_t>(type));
}

}  // namespace

std::optional<PacketHeader> parse_header(const std::array<std::byte, kPacketHeaderBytes>& bytes) {
  PtpReader reader(bytes);
  const std::uint32_t length = reader.u32();
  if (length < kPacketHeaderBytes || length > kLongestPacket) return std::nullopt;
  return PacketHeader{length - static_cast<std::uint32_t>(kPacketHeaderBytes),
                      static_cast<PacketType>(reader.u32())};
}

std::optional<Request> parse_command(const Packet& packet) {
  PtpReader reader(packet.body);
  Request request;
  reader.u32();  // data phase: see client_sends_data
  request.operation = reader.u16();
  request.transaction = reader.u32();
  if (!reader.is_ok()) return std::nullopt;
  for (std::uint32_t& param : request.params) param = reader.u32();  // missing ones are zero
  return request;
}

bool client_sends_data(const Packet& packet) {
  return PtpReader(packet.body).u32() == kDataFromClient;
}

Bytes make_packet(PacketType type, const Bytes& body) {
  PtpWriter writer;
  begin_packet(writer, kPacketHeaderBytes + body.size(), type);
  return writer.bytes(body).take();
}

Bytes make_init_ack(std::uint32_t connection, const std::string& camera_name) {
  PtpWriter writer;
  writer.u32(connection);
  for (std::uint8_t i = 0; i < 16; ++i) writer.u8(static_cast<std::uint8_t>(0xB0 + i));  // GUID
  for (const char character : camera_name) writer.u16(static_cast<unsigned char>(character));
  writer.u16(0).u32(kProtocolVersion);
  return make_packet(PacketType::InitCommandAck, writer.take());
}

Bytes make_response(const Reply& reply, std::uint32_t transaction) {
  PtpWriter writer;
  writer.u16(reply.code).u32(transaction);
  for (const std::uint32_t param : reply.params) writer.u32(param);
  return make_packet(PacketType::CommandResponse, writer.take());
}

Bytes make_data_head(std::size_t payload_bytes, std::uint32_t transaction) {
  PtpWriter writer;
  begin_packet(writer, kPacketHeaderBytes + 12, PacketType::StartData);
  writer.u32(transaction).u64(payload_bytes);
  begin_packet(writer, kDataHeadBytes + payload_bytes, PacketType::EndData);
  return writer.u32(transaction).take();
}

}  // namespace booth::virtual_camera
