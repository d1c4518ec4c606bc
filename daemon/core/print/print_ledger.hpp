#pragma once

#include <span>
#include <string>

#include "daemon/core/print/print_job.hpp"

namespace booth {

/// How many prints of an event are alike in state, proof and purpose.
struct LedgerLine {
  PrintState state = PrintState::Queued;
  PrintProof proof = PrintProof::None;
  PrintPurpose purpose = PrintPurpose::Order;
  int prints = 0;
};

/// Every sheet of an event: what was asked for, and what became of it. asked = waiting + the five
/// ways to be printed + held + unknown + wasted + cancelled.
struct PrintLedger {
  std::string event;
  int asked = 0;
  int waiting = 0;
  int by_counter = 0;  ///< printed, and how we know
  int by_guard = 0;
  int by_ipp_job = 0;
  int by_spooler = 0;  ///< the spooler says so; no proof
  int by_person = 0;
  int held = 0;
  int unknown = 0;
  int wasted = 0;
  int cancelled = 0;
  int orders = 0;  ///< of `asked`, what for
  int reprints = 0;
  int comps = 0;
  int tests = 0;

  int printed() const { return by_counter + by_guard + by_ipp_job + by_spooler + by_person; }
  /// Paper that is gone; unknown ones are taken as gone.
  int sheets_used() const { return printed() + unknown + wasted; }
};

PrintLedger add_up(std::string event, std::span<const LedgerLine> lines);

}  // namespace booth
