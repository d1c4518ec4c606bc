#include "daemon/core/print/print_ledger.hpp"

#include <utility>

namespace booth {
namespace {

int& count_of(PrintLedger& ledger, PrintProof proof) {
  switch (proof) {
    case PrintProof::PrinterCounter:
      return ledger.by_counter;
    case PrintProof::GuardJournal:
      return ledger.by_guard;
    case PrintProof::IppJob:
      return ledger.by_ipp_job;
    case PrintProof::Person:
    case PrintProof::None:  // written by versions that had no word for a person's
      return ledger.by_person;
    case PrintProof::SpoolerOnly:
      break;
  }
  return ledger.by_spooler;
}

int& count_of(PrintLedger& ledger, const LedgerLine& line) {
  switch (line.state) {
    case PrintState::Printed:
      return count_of(ledger, line.proof);
    case PrintState::Held:
      return ledger.held;
    case PrintState::Unknown:
      return ledger.unknown;
    case PrintState::Failed:
      return ledger.wasted;
    case PrintState::Cancelled:
      return ledger.cancelled;
    case PrintState::Queued:
    case PrintState::Submitting:
    case PrintState::Spooled:
    case PrintState::Sending:
      break;
  }
  return ledger.waiting;
}

int& count_of(PrintLedger& ledger, PrintPurpose purpose) {
  switch (purpose) {
    case PrintPurpose::Reprint:
      return ledger.reprints;
    case PrintPurpose::Comp:
      return ledger.comps;
    case PrintPurpose::Test:
      return ledger.tests;
    case PrintPurpose::Order:
      break;
  }
  return ledger.orders;
}

}  // namespace

PrintLedger add_up(std::string event, std::span<const LedgerLine> lines) {
  PrintLedger ledger{.event = std::move(event)};
  for (const auto& line : lines) {
    ledger.asked += line.prints;
    count_of(ledger, line) += line.prints;
    count_of(ledger, line.purpose) += line.prints;
  }
  return ledger;
}

}  // namespace booth
