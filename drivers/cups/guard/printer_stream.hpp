#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace booth::guard {

/// Whether printer data is whole. A filter that is killed closes its pipe like one that has
/// finished, so this is the only way to see that a sheet is cut short before the printer gets it.
enum class Completeness {
  Complete,
  Truncated,
  NotRecognised,  ///< a format that we cannot walk: the backend has to judge
};

/// Reads up to `size` bytes at `offset`; returns how many there were.
using ReadAt = std::function<std::size_t(std::uint64_t offset, char* into, std::size_t size)>;

/// DNP and Citizen: ESC P, command, length in 8 digits, payload, and so on; "CNTRL START" ends it.
///
/// @param total  bytes in the stream; 0 is Truncated whatever the format
Completeness check_stream(std::uint64_t total, const ReadAt& read_at);

}  // namespace booth::guard
