#include "drivers/virtual_camera/ptpip_packets.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "drivers/virtual_camera/ptp_codec.hpp"

using namespace booth;
using namespace booth::virtual_camera;

namespace {

std::array<std::byte, kPacketHeaderBytes> header_of(std::uint32_t length, std::uint32_t type) {
  const Bytes bytes = PtpWriter().u32(length).u32(type).take();
  std::array<std::byte, kPacketHeaderBytes> header{};
  std::copy(bytes.begin(), bytes.end(), header.begin());
  return header;
}

}  // namespace

TEST_SUITE("drivers/virtual_camera/ptpip_packets") {
  TEST_CASE("an impossible length is no packet") {
    CHECK_FALSE(parse_header(header_of(7, 6)));
    CHECK_FALSE(parse_header(header_of(0, 6)));
    CHECK_FALSE(parse_header(header_of(0x7FFFFFFF, 6)));
    REQUIRE(parse_header(header_of(8, 13)));
    CHECK(parse_header(header_of(8, 13))->body_bytes == 0);
  }

  TEST_CASE(
      "a command names its operation, transaction and parameters, and missing ones are zero") {
    const Packet packet{PacketType::CommandRequest,
                        PtpWriter().u32(2).u16(0x1016).u32(77).u32(5).take()};
    const std::optional<Request> request = parse_command(packet);
    REQUIRE(request);
    CHECK(request->operation == 0x1016);
    CHECK(request->transaction == 77);
    CHECK(request->params == std::array<std::uint32_t, 5>{5, 0, 0, 0, 0});
    CHECK(client_sends_data(packet));
    CHECK_FALSE(parse_command(Packet{PacketType::CommandRequest, Bytes(4)}));
  }

  TEST_CASE("a data phase is one StartData and one EndData packet") {
    const Bytes head = make_data_head(1000, 9);
    PtpReader reader(head);
    CHECK(reader.u32() == 20);
    CHECK(reader.u32() == static_cast<std::uint32_t>(PacketType::StartData));
    CHECK(reader.u32() == 9);
    CHECK(reader.u64() == 1000);
    CHECK(reader.u32() == 1012);
    CHECK(reader.u32() == static_cast<std::uint32_t>(PacketType::EndData));
    CHECK(reader.u32() == 9);
    CHECK(reader.rest().empty());
  }
}
