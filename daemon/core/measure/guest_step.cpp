#include "daemon/core/measure/guest_step.hpp"

#include <algorithm>

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<GuestStep, kGuestSteps> kSteps{{"press_to_exposure", "exposure_to_durable",
                                                   "last_shot_to_sheet", "sheet_to_sent",
                                                   "sheet_to_paper", "press_to_share_copy"}};
constexpr std::chrono::days kLongest{30};

}  // namespace

std::string_view to_string(GuestStep step) {
  return kSteps.word(step);
}
std::optional<GuestStep> guest_step_from(std::string_view text) {
  return kSteps.value(text);
}

std::optional<std::size_t> step_bucket(std::chrono::milliseconds duration) {
  if (duration < duration.zero() || duration > kLongest) return std::nullopt;
  const auto* const bound =
      std::lower_bound(kStepBoundsMs.begin(), kStepBoundsMs.end(), duration.count());
  return static_cast<std::size_t>(bound - kStepBoundsMs.begin());
}

}  // namespace booth
