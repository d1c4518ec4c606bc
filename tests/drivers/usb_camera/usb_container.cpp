#include "tests/drivers/usb_camera/usb_container.hpp"

#include "drivers/virtual_camera/eos_codes.hpp"
#include "drivers/virtual_camera/ptp_codec.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::uint32_t kLongestContainer = 8U << 20;  // more than any client sends

}  // namespace

std::optional<Container> take_container(Bytes& bytes) {
  if (bytes.size() < kContainerHeadBytes) return std::nullopt;
  PtpReader reader(bytes);
  const std::uint32_t length = reader.u32();
  if (length < kContainerHeadBytes || length > kLongestContainer) {
    bytes.clear();
    return std::nullopt;
  }
  if (bytes.size() < length) return std::nullopt;
  Container container;
  container.type = static_cast<ContainerType>(reader.u16());
  container.code = reader.u16();
  container.transaction = reader.u32();
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(length);
  container.payload.assign(bytes.begin() + kContainerHeadBytes, end);
  bytes.erase(bytes.begin(), end);
  return container;
}

Bytes to_bytes(ContainerType type, std::uint16_t code, std::uint32_t transaction,
               std::span<const std::byte> payload) {
  PtpWriter writer;
  writer.u32(static_cast<std::uint32_t>(kContainerHeadBytes + payload.size()));
  writer.u16(static_cast<std::uint16_t>(type)).u16(code).u32(transaction).bytes(payload);
  return writer.take();
}

bool has_data_from_client(std::uint16_t operation) {
  return operation == op::kSetDevicePropValue || operation == eos::kSetDevicePropValueEx;
}

}  // namespace booth::virtual_camera
