#include "daemon/core/session/session_state.hpp"

#include <algorithm>

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<SessionState, 8> kWords{{"preparing", "counting_down", "capturing", "reviewing",
                                            "composing", "done", "cancelled", "interrupted"}};

}  // namespace

std::string_view to_string(SessionState state) {
  return kWords.word(state);
}
std::optional<SessionState> session_state_from(std::string_view text) {
  return kWords.value(text);
}

bool is_final(SessionState state) {
  return state == SessionState::Done || state == SessionState::Cancelled ||
         state == SessionState::Interrupted;
}

int first_missing_slot(const std::vector<Shot>& shots, int slots) {
  for (int slot = 0; slot < slots; ++slot) {
    const auto fills = [slot](const Shot& shot) { return shot.slot == slot; };
    if (std::none_of(shots.begin(), shots.end(), fills)) return slot;
  }
  return slots;
}

}  // namespace booth
