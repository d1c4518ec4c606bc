#include "daemon/core/print/print_decision.hpp"

#include <array>

namespace booth {
namespace {

template <class... States>
constexpr unsigned any_of(States... states) {
  return ((1U << static_cast<unsigned>(states)) | ...);
}

struct Rule {
  unsigned from;  ///< states that it may leave, see any_of
  PrintState to;
  const char* reason;   ///< what the row says afterwards, before the person's name
  const char* refusal;  ///< after "print is <state>"
};

// In the order of PrintDecision. What is on its way to a printer is nobody's to decide: the queue
// follows it to its end first.
using enum PrintState;
// clang-format off
constexpr std::array<Rule, 5> kRules{{
    /* Retry   */ {any_of(Held, Unknown, Failed), Cancelled, "printed again as ", ", there is nothing to retry"},
    /* Confirm */ {any_of(Held, Unknown),         Printed,   "seen by ",          ", not waiting for a decision"},
    /* Cancel  */ {any_of(Queued, Held, Unknown), Cancelled, "cancelled by ",     " and cannot be cancelled"},
    /* Hold    */ {any_of(Queued),                Held,      "held by ",          ", only a waiting one can be held"},
    /* Void    */ {any_of(Printed, Unknown),      Failed,    "spoiled, says ",    ", no paper of it can have come out spoiled"},
}};
// clang-format on

const Rule& rule_for(PrintDecision decision) {
  return kRules.at(static_cast<std::size_t>(decision));
}

}  // namespace

Result<void> check_decision(PrintDecision decision, PrintState from) {
  const auto& rule = rule_for(decision);
  if ((rule.from & any_of(from)) != 0) return {};
  return make_error(Errc::Conflict, "print is " + std::string(to_string(from)) + rule.refusal);
}

Result<PrintJob> decide(PrintJob print, PrintDecision decision, const std::string& why) {
  if (const auto allowed = check_decision(decision, print.state); !allowed) return allowed.error();
  const auto& rule = rule_for(decision);
  const auto reason = rule.reason + why;
  const bool is_retry = decision == PrintDecision::Retry;
  // What happened to the first sheet stays to be read, and spoiled paper stays spoiled in the
  // ledger.
  print.reason = is_retry && !print.reason.empty() ? print.reason + "; " + reason : reason;
  if (!is_retry || print.state != PrintState::Failed) print.state = rule.to;
  if (decision == PrintDecision::Confirm) print.proof = PrintProof::Person;
  return print;
}

}  // namespace booth
