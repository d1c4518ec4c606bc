#pragma once

#include <cstdint>

namespace booth::demo {

/// A TCP port of 127.0.0.1 that nobody listened on a moment ago. Somebody else may take it before
/// its user does, so prefer servers that can be told "port 0" and report the port they got.
///
/// @throws std::system_error when the machine has no loopback network
std::uint16_t free_port();

/// True when something accepts connections at 127.0.0.1:`port`. Bounded: loopback refuses at once.
bool is_port_open(std::uint16_t port);

}  // namespace booth::demo
