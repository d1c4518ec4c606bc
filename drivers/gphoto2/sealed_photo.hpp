#pragma once

#include <cstddef>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth {

/// A 100-megapixel JPEG at best quality is about 80 MB; what is larger is not a photo of ours.
inline constexpr std::size_t kLargestPhotoBytes = 128 * 1024 * 1024;

/// Worker: an empty memory file that a photo is downloaded into, and that can be sealed afterwards.
Result<UniqueFd> make_photo_memory();

/// Worker: nobody can change or cut the bytes any more.
Result<void> seal_photo(const UniqueFd& memory);

/// Worker: the first bytes of a downloaded photo, at most 256 KiB; enough for its header and to
/// tell it from others.
Bytes read_photo_start(const UniqueFd& memory);

/// Daemon: the bytes of a sealed memory file that came from the worker.
/// @returns Corrupt when it is not sealed, empty, larger than any photo, or does not look like a
/// whole JPEG
Result<Bytes> read_sealed_photo(const UniqueFd& memory);

}  // namespace booth
