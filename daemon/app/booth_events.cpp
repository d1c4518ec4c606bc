// What the active event allows. Decided in core/event/admission.
#include <algorithm>

#include "daemon/app/booth.hpp"

namespace booth {

using boost::asio::awaitable;

/// @returns how many copies the session asks for by itself
awaitable<Result<int>> Booth::admit(const StartRequest& request) {
  if (!parts_.events.is_ready())
    co_return make_error(Errc::Busy, "the booth is still starting; press again");
  const auto plan = parts_.events.active();
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

awaitable<Result<void>> Booth::check_prints(const Session& session, int copies) {
  const auto event = co_await parts_.events.event(session.plan.event);
  // A session that was saved from a damaged database has no event any more.
  if (!event) co_return event.error().code == Errc::NotFound ? Result<void>() : event.error();
  const auto prints = co_await parts_.store.prints(session.id, 1000);
  if (!prints) co_return prints.error();
  const auto asked = std::count_if(prints->begin(), prints->end(), [](const PrintJob& print) {
    return print.state != PrintState::Cancelled;
  });
  const auto no_prints = why_no_prints(event->plan, event->use, asked, copies);
  if (no_prints) co_return make_error(Errc::Conflict, *no_prints);
  co_return Result<void>();
}

}  // namespace booth
