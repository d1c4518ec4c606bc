#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/core/print/print_job.hpp"

namespace booth {

/// What happens when more prints are asked for than a limit allows.
enum class AtLimit {
  Stop,    ///< they are refused, in a sentence for the guests
  Notify,  ///< they are printed, and a fact tells the operator
  Count,   ///< they are printed; only the ledger knows
};

std::string_view to_string(AtLimit action);
std::optional<AtLimit> at_limit_from(std::string_view text);

/// House rules of an event. 0 = no limit.
struct PrintRules {
  int per_session = 0;
  int per_event = 0;
  int per_guest = 0;
  AtLimit at_limit = AtLimit::Stop;
};

/// The tighter of the house rules and what was agreed for an event.
///
/// @param per_session  0 = nothing was agreed
/// @param per_event    likewise
PrintRules with_agreed(PrintRules house, int per_session, int per_event);

/// Orders so far that are printed or still may be: spoiled and cancelled ones are not counted.
struct PrintUsage {
  int session = 0;
  int event = 0;
  int guest = 0;
};

struct PrintAsk {
  int copies = 1;
  PrintPurpose purpose = PrintPurpose::Order;
  bool has_guest = false;  ///< the guest screen said who is asking
  /// The booth itself asks, when the sheet is made: as many as are left is better than none.
  bool takes_fewer = false;
};

struct PrintVerdict {
  int admitted = 0;
  std::string limit;     ///< "session", "event", "guest": the one in the way; empty = none
  std::string sentence;  ///< for the guests when fewer are admitted than asked for
  bool is_told = false;  ///< the operator hears of it
};

/// Decides how many of the asked copies may be printed. Pure. The store calls it within the
/// transaction that inserts them, so that two presses at once cannot both take the last one.
PrintVerdict decide_prints(const PrintAsk& ask, const PrintUsage& usage, const PrintRules& rules);

}  // namespace booth
