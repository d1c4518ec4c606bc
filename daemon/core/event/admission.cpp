#include "daemon/core/event/admission.hpp"

namespace booth {
namespace {

using namespace std::chrono;
constexpr sys_days kMadeAfter = year{2026} / November / 1;

std::string edit(const EventPlan& plan, const char* option) {
  return "change it with `boothctl event edit " + plan.slug + ' ' + option + "`.";
}

std::string select_or(std::string other) {
  return "Select another event with `boothctl event select`, or " + std::move(other);
}

}  // namespace

bool is_plausible(UtcTime now) {
  return now >= kMadeAfter;
}

bool is_open(const EventPlan& plan, UtcTime now) {
  if (!is_plausible(now)) return true;
  return (!plan.opens_at || now >= *plan.opens_at) && (!plan.closes_at || now < *plan.closes_at);
}

std::optional<Refusal> why_no_session(const EventPlan& plan, bool is_closed, const EventUse& use,
                                      UtcTime now) {
  const auto event = "the event " + plan.title;
  if (is_closed)
    return Refusal{event + " is closed",
                   select_or("open it with `boothctl event open " + plan.slug + "`.")};
  if (!is_open(plan, now)) {
    const bool is_early = plan.opens_at && now < *plan.opens_at;
    return Refusal{event + (is_early ? " has not begun yet" : " is over"),
                   select_or(edit(plan, is_early ? "--opens" : "--closes"))};
  }
  if (plan.limits.sessions && use.sessions >= *plan.limits.sessions)
    return Refusal{event + " has had its " + std::to_string(*plan.limits.sessions) + " sessions",
                   select_or(edit(plan, "--most-sessions"))};
  return std::nullopt;
}

std::optional<std::string> why_no_prints(const EventPlan& plan, const EventUse& use,
                                         std::int64_t of_session, int copies) {
  if (copies <= 0) return std::nullopt;
  if (!plan.has(EventFeature::Print)) return "printing is switched off for " + plan.title;
  if (of_session + copies > plan.limits.prints_per_session)
    return "a session of " + plan.title + " may have " +
           std::to_string(plan.limits.prints_per_session) + " prints; this one has asked for " +
           std::to_string(of_session);
  if (plan.limits.prints && use.prints + copies > *plan.limits.prints)
    return plan.title + " may have " + std::to_string(*plan.limits.prints) + " prints, and " +
           std::to_string(use.prints) + " are used; " + edit(plan, "--most-prints");
  return std::nullopt;
}

}  // namespace booth
