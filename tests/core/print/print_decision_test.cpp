#include "daemon/core/print/print_decision.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using enum PrintState;

constexpr PrintState kStates[] = {Queued, Submitting, Spooled, Sending,  Printed,
                                  Held,   Unknown,    Failed,  Cancelled};

PrintJob print_in(PrintState state) {
  PrintJob print;
  print.state = state;
  print.proof = state == Printed ? PrintProof::GuardJournal : PrintProof::None;
  return print;
}

/// "-" is refused; otherwise the first letter of the state that the row enters.
char entered(PrintState from, PrintDecision decision) {
  const auto changed = decide(print_in(from), decision, "anna");
  return changed ? to_string(changed->state).front() : '-';
}

std::string refusal(PrintState from, PrintDecision decision) {
  const auto changed = decide(print_in(from), decision, "anna");
  return changed ? std::string() : changed.error().context;
}

struct Case {
  PrintDecision decision;
  const char* name;
  const char* entered;  ///< for each of kStates
};

TEST_SUITE("core/print/print_decision") {
  TEST_CASE("every decision about a print in every state") {
    const Case cases[] = {{PrintDecision::Retry, "retry", "-----ccf-"},
                          {PrintDecision::Confirm, "confirm", "-----pp--"},
                          {PrintDecision::Cancel, "cancel", "c----cc--"},
                          {PrintDecision::Hold, "hold", "h--------"},
                          {PrintDecision::Void, "void", "----f-f--"}};
    for (const auto& row : cases) {
      CAPTURE(row.name);
      std::string seen;
      for (const auto state : kStates) {
        seen += entered(state, row.decision);
        CHECK(check_decision(row.decision, state).has_value() == (seen.back() != '-'));
      }
      CHECK(seen == row.entered);
    }
  }

  TEST_CASE("a refusal says in which state the print is, and what is in the way") {
    CHECK(refusal(Printed, PrintDecision::Retry) == "print is printed, there is nothing to retry");
    CHECK(refusal(Sending, PrintDecision::Confirm) ==
          "print is sending, not waiting for a decision");
    CHECK(refusal(Spooled, PrintDecision::Cancel) == "print is spooled and cannot be cancelled");
    CHECK(refusal(Held, PrintDecision::Hold) == "print is held, only a waiting one can be held");
    CHECK(refusal(Queued, PrintDecision::Void) ==
          "print is queued, no paper of it can have come out spoiled");
  }

  TEST_CASE("a refusal is a conflict") {
    CHECK(decide(print_in(Printed), PrintDecision::Hold, "anna").error().code == Errc::Conflict);
  }

  TEST_CASE("the row says who decided, and only a person's own eyes are a person's proof") {
    const auto seen = decide(print_in(Unknown), PrintDecision::Confirm, "anna");
    CHECK(seen->reason == "seen by anna");
    CHECK(seen->proof == PrintProof::Person);
    const auto spoiled = decide(print_in(Printed), PrintDecision::Void, "anna");
    CHECK(spoiled->reason == "spoiled, says anna");
    CHECK(spoiled->proof == PrintProof::GuardJournal);
    CHECK(decide(print_in(Queued), PrintDecision::Cancel, "anna")->reason == "cancelled by anna");
    CHECK(decide(print_in(Queued), PrintDecision::Hold, "anna")->reason == "held by anna");
  }

  TEST_CASE("what is printed again still tells what was wrong with the first sheet") {
    auto jammed = print_in(Unknown);
    jammed.reason = "jammed";
    CHECK(decide(jammed, PrintDecision::Retry, "0190 by anna")->reason ==
          "jammed; printed again as 0190 by anna");
    CHECK(decide(print_in(Held), PrintDecision::Retry, "0190 by anna")->reason ==
          "printed again as 0190 by anna");
  }
}

}  // namespace
}  // namespace booth
