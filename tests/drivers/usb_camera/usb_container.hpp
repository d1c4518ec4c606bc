#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "drivers/virtual_camera/ptp_message.hpp"

namespace booth::virtual_camera {

/// What a container on the bulk pipes holds. Source: PIMA 15740:2000, annex D (USB).
enum class ContainerType : std::uint16_t { Command = 1, Data = 2, Response = 3, Event = 4 };

constexpr std::size_t kContainerHeadBytes = 12;

struct Container {
  ContainerType type = ContainerType::Command;
  std::uint16_t code = 0;
  std::uint32_t transaction = 0;
  Bytes payload;
};

/// @returns the first whole container of `bytes` and removes it from there; nothing while it is
/// incomplete. A length that no container has empties `bytes`.
std::optional<Container> take_container(Bytes& bytes);

Bytes to_bytes(ContainerType type, std::uint16_t code, std::uint32_t transaction,
               std::span<const std::byte> payload);

/// True for operations whose data the client sends; unlike on PTP/IP the request does not say so.
bool has_data_from_client(std::uint16_t operation);

}  // namespace booth::virtual_camera
