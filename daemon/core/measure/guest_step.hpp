#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace booth {

/// The steps that guests wait for. Each is a histogram that survives restarts.
enum class GuestStep {
  PressToExposure,    ///< from the button to the first photo, countdown included
  ExposureToDurable,  ///< from the exposure until the photo is safe
  LastShotToSheet,    ///< from the last photo until the sheet is made
  SheetToSent,        ///< from asking for a print until the spooler has it
  SheetToPaper,       ///< from asking for a print until it came out
  PressToShareCopy,   ///< from the button until the cloud holds the share copy
};
inline constexpr std::size_t kGuestSteps = 6;

std::string_view to_string(GuestStep step);  ///< "press_to_exposure"
std::optional<GuestStep> guest_step_from(std::string_view text);

/// Upper bounds of the histograms' buckets; what is longer falls into the last one, without bound.
inline constexpr std::array<std::int64_t, 15> kStepBoundsMs{
    50,     100,    250,    500,     1000,    2000,      4000,      8000,
    15'000, 30'000, 60'000, 120'000, 300'000, 1'800'000, 21'600'000};

/// Which bucket a duration counts in: 0 to kStepBoundsMs.size().
/// @returns nullopt when the clock must have jumped: negative, or longer than a month
std::optional<std::size_t> step_bucket(std::chrono::milliseconds duration);

}  // namespace booth
