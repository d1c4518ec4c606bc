#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

namespace booth {

/// What a camera's clock shows: no time zone, often wrong, but good for comparing two of its
/// photos.
using CameraTime = std::chrono::local_seconds;

/// When the camera says it made this JPEG (EXIF DateTimeOriginal, whole seconds).
///
/// @param jpeg  its first 64 KiB are enough
/// @returns     nothing when there is none, or what is there makes no sense; never reads outside
/// `jpeg`
/// @source      EXIF 2.3, sections 4.5.4, 4.6.3, 4.6.5 (tags 0x8769 and 0x9003)
std::optional<CameraTime> exif_taken_at(std::span<const std::byte> jpeg);

/// The same with the fraction of the second, for cameras that write one (EXIF SubSecTimeOriginal;
/// most DSLRs give hundredths).
///
/// @returns  nothing when there is no fraction; the middle of what the digits leave open
/// @source   EXIF 2.3, section 4.6.5 (tag 0x9291)
std::optional<std::chrono::local_time<std::chrono::milliseconds>> exif_exposed_at(
    std::span<const std::byte> jpeg);

}  // namespace booth
