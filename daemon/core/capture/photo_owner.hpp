#pragma once

#include <chrono>
#include <optional>

namespace booth {

/// Whose photo is a file that appears after we fired? Late files of an earlier shot and the body's
/// own button exist.
enum class PhotoOwner { ThisShot, SomebodyElse };

struct PhotoEvidence {
  /// By the camera's own clock; negative: made before we fired. Nothing when the photo or the clock
  /// cannot be read.
  std::optional<std::chrono::milliseconds> made_after_trigger;
  /// An earlier shot fired and got no photo: that one may still come.
  bool is_photo_owed = false;
};

/// Cameras note whole seconds, and their clock is read to whole seconds: two photos closer together
/// than this cannot be told apart. Shots of ours are at least a deadline apart when the earlier one
/// got no photo.
inline constexpr std::chrono::milliseconds kCameraClockGrain{2000};
/// A photo made this long after we fired, though it is here already, says that the clock was
/// misread: no evidence.
inline constexpr std::chrono::milliseconds kLatestBelievable{120'000};

/// Never gives a guest somebody else's photo: without evidence, and with a photo still owed, it is
/// somebody else's, and the guest poses once more. Pure.
inline PhotoOwner owner_of(const PhotoEvidence& evidence) {
  if (evidence.made_after_trigger && *evidence.made_after_trigger <= kLatestBelievable)
    return *evidence.made_after_trigger < -kCameraClockGrain ? PhotoOwner::SomebodyElse
                                                             : PhotoOwner::ThisShot;
  return evidence.is_photo_owed ? PhotoOwner::SomebodyElse : PhotoOwner::ThisShot;
}

}  // namespace booth
