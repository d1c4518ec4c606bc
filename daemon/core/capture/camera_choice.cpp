#include "daemon/core/capture/camera_choice.hpp"

namespace booth {

std::size_t choose_camera(std::span<const CameraCandidate> cameras, std::size_t wanted,
                          const CameraChoiceLimits& limits) {
  const auto& first_choice = cameras[wanted];
  if (first_choice.is_ready) return wanted;
  if (first_choice.is_coming && first_choice.away_for < limits.longest_wait) return wanted;
  for (std::size_t i = 0; i < cameras.size(); ++i)
    if (cameras[i].is_ready && cameras[i].stands_in) return i;
  return wanted;
}

std::size_t camera_of_slot(int slot, std::span<const std::size_t> turns) {
  if (turns.empty() || slot < 0) return 0;
  return turns[static_cast<std::size_t>(slot) % turns.size()];
}

}  // namespace booth
