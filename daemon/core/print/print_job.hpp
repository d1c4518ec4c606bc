#pragma once

#include <chrono>
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
  Failed,     ///< came out spoiled, a person says: the paper is gone, nobody has the sheet
  Cancelled,  ///< by a person, before it started
};

/// How we know that a sheet came out, best first. `SpoolerOnly` is never called printed without
/// saying so; `Person` means that somebody saw it.
enum class PrintProof { None, PrinterCounter, GuardJournal, IppJob, SpoolerOnly, Person };

/// What a sheet was asked for. Only orders count towards the limits.
enum class PrintPurpose {
  Order,    ///< by the guests, or by the booth for them
  Reprint,  ///< in place of a sheet that was spoiled or lost, with a reason
  Comp,     ///< given away by an attendant
  Test,     ///< a technician tries the printer
};

std::string_view to_string(PrintState state);
std::optional<PrintState> print_state_from(std::string_view text);
std::string_view to_string(PrintProof proof);
std::optional<PrintProof> print_proof_from(std::string_view text);
std::string_view to_string(PrintPurpose purpose);
std::optional<PrintPurpose> print_purpose_from(std::string_view text);

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
  PrintPurpose purpose = PrintPurpose::Order;
  std::string note;          ///< why it is a reprint or given away, in a person's words
  std::string guest;         ///< opaque, from the guest screen; empty = nobody in particular
  std::string only_printer;  ///< a person wants it from this one; empty = any
  UtcTime sent_at;           ///< last time a printer's queue got it; the epoch = never
  /// Until its paper is out, as far as anybody can tell; for people, never stored.
  std::optional<std::chrono::milliseconds> expected_in;
  UtcTime requested_at;
  UtcTime changed_at;
};

}  // namespace booth
