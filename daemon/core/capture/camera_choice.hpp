#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

namespace booth {

/// One of the booth's cameras at the moment when it may be needed.
struct CameraCandidate {
  bool is_ready = false;
  bool is_coming = false;                 ///< being opened or replaced: it may be there in a moment
  std::chrono::milliseconds away_for{0};  ///< since it was last ready
  bool stands_in = true;                  ///< may take the photos of another one
};

struct CameraChoiceLimits {
  /// A driver is replaced in well under a second; a camera that was unplugged takes longer, and
  /// guests stand there.
  std::chrono::milliseconds longest_wait{3000};
};

/// Which camera takes the photo that is meant for `wanted`: that one, also while it is on its way
/// back; when it stays away, the first of the others that is ready and may stand in. Pure.
///
/// @param cameras  not empty; `wanted` is an index into it
/// @returns an index into `cameras`; `wanted` when nobody can do better
std::size_t choose_camera(std::span<const CameraCandidate> cameras, std::size_t wanted,
                          const CameraChoiceLimits& limits);

/// Whose turn it is: the cameras take the photos of a session in turns.
///
/// @param turns  camera of each photo, from the first on again when there are more photos; empty:
///               the first camera takes them all
std::size_t camera_of_slot(int slot, std::span<const std::size_t> turns);

}  // namespace booth
