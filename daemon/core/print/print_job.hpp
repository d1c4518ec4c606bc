#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/core/ids.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// Where a print stands. `Submitting` is written before the spooler is asked, `Spooled` after it
/// has answered.
enum class PrintState {
  Queued,
  Submitting,
  Spooled,
  Sending,
  Printed,    ///< see PrintProof for how we know
  Held,       ///< a person must decide; PrintJob::reason says what
  Unknown,    ///< may or may not have come out; held for a person
  Failed,     ///< given up by a person or refused for good
  Cancelled,  ///< by a person, before it started
};

/// How we know that a sheet came out, best first. `SpoolerOnly` is never called printed without
/// saying so.
enum class PrintProof { None, PrinterCounter, GuardJournal, IppJob, SpoolerOnly };

std::string_view to_string(PrintState state);
std::optional<PrintState> print_state_from(std::string_view text);
std::string_view to_string(PrintProof proof);
std::optional<PrintProof> print_proof_from(std::string_view text);

/// True for states that a print leaves only by a person's command.
bool is_settled(PrintState state);

/// One physical copy of a sheet that somebody asked for: the unit of promise P2. Its id is the CUPS
/// job name.
struct PrintJob {
  PrintId id;
  SheetId sheet;
  SessionId session;
  PrintState state = PrintState::Queued;
  PrintProof proof = PrintProof::None;
  std::string printer;  ///< queue it was given to; empty while queued
  int spool_job =
      0;  ///< CUPS job id; a hint only, cupsd hands the same number out again after a crash
  int attempts = 0;          ///< submissions that the spooler may have seen
  std::string reason;        ///< plain sentence when held, unknown or failed
  std::string requested_by;  ///< "auto", "guest", "boothctl:root"
  UtcTime requested_at;
  UtcTime changed_at;
};

}  // namespace booth
