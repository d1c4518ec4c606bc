#include "daemon/core/print/print_ledger.hpp"

#include <array>
#include <vector>

#include <doctest/doctest.h>

namespace booth {
namespace {

constexpr std::array kStates{PrintState::Queued,  PrintState::Submitting, PrintState::Spooled,
                             PrintState::Sending, PrintState::Printed,    PrintState::Held,
                             PrintState::Unknown, PrintState::Failed,     PrintState::Cancelled};
constexpr std::array kProofs{PrintProof::None,         PrintProof::PrinterCounter,
                             PrintProof::GuardJournal, PrintProof::IppJob,
                             PrintProof::SpoolerOnly,  PrintProof::Person};
constexpr std::array kPurposes{PrintPurpose::Order, PrintPurpose::Reprint, PrintPurpose::Comp,
                               PrintPurpose::Test};

TEST_SUITE("core/print/print_ledger") {
  TEST_CASE("nothing is lost between the columns, whatever the states") {
    std::vector<LedgerLine> lines;
    int asked = 0;
    for (const auto state : kStates)
      for (const auto proof : kProofs)
        for (const auto purpose : kPurposes) {
          lines.push_back({state, proof, purpose, ++asked % 7 + 1});
        }
    int sum = 0;
    for (const auto& line : lines) sum += line.prints;
    const auto ledger = add_up("wedding", lines);
    CHECK(ledger.event == "wedding");
    CHECK(ledger.asked == sum);
    CHECK(ledger.waiting + ledger.printed() + ledger.held + ledger.unknown + ledger.wasted +
              ledger.cancelled ==
          sum);
    CHECK(ledger.orders + ledger.reprints + ledger.comps + ledger.tests == sum);
  }

  TEST_CASE("paper that is gone is what was printed, spoiled, or may have come out") {
    const std::vector<LedgerLine> lines{
        {PrintState::Printed, PrintProof::GuardJournal, PrintPurpose::Order, 5},
        {PrintState::Printed, PrintProof::SpoolerOnly, PrintPurpose::Order, 2},
        {PrintState::Unknown, PrintProof::None, PrintPurpose::Order, 1},
        {PrintState::Failed, PrintProof::None, PrintPurpose::Order, 3},
        {PrintState::Held, PrintProof::None, PrintPurpose::Order, 4},
        {PrintState::Queued, PrintProof::None, PrintPurpose::Reprint, 6}};
    const auto ledger = add_up("", lines);
    CHECK(ledger.sheets_used() == 11);
    CHECK(ledger.by_guard == 5);
    CHECK(ledger.by_spooler == 2);
    CHECK(ledger.reprints == 6);
  }
}

}  // namespace
}  // namespace booth
