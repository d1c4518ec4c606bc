// What the active event allows. Decided in core/event/admission.
#include "daemon/app/booth.hpp"

namespace booth {

using boost::asio::awaitable;

/// @returns how many copies the session asks for by itself
awaitable<Result<int>> Booth::admit(const StartRequest& request) {
  if (!parts_.events.is_ready())
    co_return make_error(Errc::Busy, "the booth is still starting; press again");
  auto plan = parts_.events.active();
  // Then the operator is told, and nobody is refused.
  if (options_.rules.at_limit != AtLimit::Stop) plan.limits.prints.reset();
  const auto event = co_await parts_.events.event(plan.slug);
  if (!event) co_return event.error();

  const auto refusal = why_no_session(plan, event->is_closed, event->use, parts_.timer.utc_now());
  if (refusal && !request.is_test)
    co_return make_error(Errc::Conflict, refusal->message + ". " + refusal->what_to_do);

  if (request.copies) {
    const auto no_prints = why_no_prints(plan, event->use, 0, *request.copies);
    if (no_prints) co_return make_error(Errc::Conflict, *no_prints);
    co_return *request.copies;
  }
  // Guests who asked for nothing special get their photos, with as many prints as are left.
  int copies = options_.has_printers ? plan.copies : 0;
  while (copies > 0 && why_no_prints(plan, event->use, 0, copies)) --copies;
  co_return copies;
}

/// Whether the version of the event with which the session began lets guests do this.
awaitable<Result<void>> Booth::check_offered(const SessionPlan& plan, EventFeature feature,
                                             std::string refusal) {
  const auto event = co_await parts_.events.event_version(plan.event, plan.event_version);
  // A session that was saved from a damaged database has no event any more.
  if (!event && event.error().code == Errc::NotFound) co_return Result<void>();
  if (!event) co_return event.error();
  if (!event->has(feature)) co_return make_error(Errc::Conflict, std::move(refusal));
  co_return Result<void>();
}

/// The house rules and what was agreed for this event: the tighter of both.
awaitable<Result<PrintRules>> Booth::rules_for(const Session& session) {
  const auto event = co_await parts_.events.event(session.plan.event);
  // A session that was saved from a damaged database has no event any more.
  if (!event && event.error().code == Errc::NotFound) co_return options_.rules;
  if (!event) co_return event.error();
  const auto& plan = event->plan;
  if (!plan.has(EventFeature::Print) || plan.limits.prints_per_session == 0)
    co_return make_error(Errc::Conflict, "printing is switched off for " + plan.title);
  co_return with_agreed(options_.rules, plan.limits.prints_per_session,
                        plan.limits.prints.value_or(0));
}

}  // namespace booth
