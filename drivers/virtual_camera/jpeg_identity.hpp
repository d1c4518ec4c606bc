#pragma once

#include <optional>
#include <span>
#include <string>

#include "daemon/core/units.hpp"
#include "drivers/virtual_camera/photo_source.hpp"

namespace booth::virtual_camera {

/// What EXIF says besides the time.
struct CameraLabel {
  std::string make = "NIKON CORPORATION";
  std::string model = "NIKON D7500";
  std::string serial;
};

/// The text of the JPEG comment: `booth-virtual-camera photo shot=3 frame=120 steady_us=...
/// utc_ms=...`. `steady_us` is CLOCK_MONOTONIC, so that programs on the same machine can measure
/// delays.
std::string identity_comment(bool is_photo, const PictureIdentity& identity);

/// Puts EXIF (photos) and the comment between a JPEG's first marker and the rest.
Bytes label_photo(const Bytes& jpeg, PixelSize size, const PictureIdentity& identity,
                  const CameraLabel& label);
Bytes label_frame(const Bytes& jpeg, const PictureIdentity& identity);

/// The first comment of a JPEG. @returns nothing when there is none before the picture data
std::optional<std::string> find_comment(std::span<const std::byte> jpeg);

}  // namespace booth::virtual_camera
