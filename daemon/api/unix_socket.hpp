#pragma once

#include <string>

#include "daemon/api/access.hpp"
#include "daemon/core/result.hpp"

namespace booth::api {

/// Makes way for a socket at `path`: removes a dead one that a killed daemon left behind.
///
/// @returns Conflict when another program answers on it, BadInput when something else is there or
/// the path is too
///          long for a socket, Io when its folder cannot be used
Result<void> clear_socket_path(const std::string& path);

/// Who is at the other end of a connected unix socket. The groups are those of the process itself,
/// so a fresh `adduser` counts after the next log-in, as everywhere.
Caller caller_of(int socket);

}  // namespace booth::api
