#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/core/event/event_plan.hpp"

namespace booth {

/// What an event has used up so far.
struct EventUse {
  std::int64_t sessions = 0;
  std::int64_t prints = 0;  ///< orders that are printed or still may be
};

/// Before this program was made: the clock of a booth that lost its battery. Nothing that depends
/// on the date is decided by such a clock.
bool is_plausible(UtcTime now);

/// Whether the event's window is open. A clock that cannot be right shuts nobody out.
bool is_open(const EventPlan& plan, UtcTime now);

struct Refusal {
  std::string message;
  std::string what_to_do;
};

/// Why no session may begin now; nullopt when one may. Pure.
///
/// @param is_closed  somebody has closed the event
std::optional<Refusal> why_no_session(const EventPlan& plan, bool is_closed, const EventUse& use,
                                      UtcTime now);

/// Why so many more sheets may not be printed, as a sentence; nullopt when they may.
///
/// @param of_session  prints that the session has asked for already
std::optional<std::string> why_no_prints(const EventPlan& plan, const EventUse& use,
                                         std::int64_t of_session, int copies);

}  // namespace booth
