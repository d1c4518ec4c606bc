#include "daemon/core/print/print_job.hpp"

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<PrintState, 9> kStates{{"queued", "submitting", "spooled", "sending", "printed",
                                           "held", "unknown", "failed", "cancelled"}};
constexpr EnumText<PrintProof, 6> kProofs{
    {"none", "printer_counter", "guard_journal", "ipp_job", "spooler_only", "person"}};
constexpr EnumText<PrintPurpose, 4> kPurposes{{"order", "reprint", "comp", "test"}};

}  // namespace

std::string_view to_string(PrintState state) {
  return kStates.word(state);
}
std::optional<PrintState> print_state_from(std::string_view text) {
  return kStates.value(text);
}
std::string_view to_string(PrintProof proof) {
  return kProofs.word(proof);
}
std::optional<PrintProof> print_proof_from(std::string_view text) {
  return kProofs.value(text);
}
std::string_view to_string(PrintPurpose purpose) {
  return kPurposes.word(purpose);
}
std::optional<PrintPurpose> print_purpose_from(std::string_view text) {
  return kPurposes.value(text);
}

bool is_settled(PrintState state) {
  switch (state) {
    case PrintState::Queued:
    case PrintState::Submitting:
    case PrintState::Spooled:
    case PrintState::Sending:
      return false;
    case PrintState::Printed:
    case PrintState::Held:
    case PrintState::Unknown:
    case PrintState::Failed:
    case PrintState::Cancelled:
      return true;
  }
  return true;
}

}  // namespace booth
