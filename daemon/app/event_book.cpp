#include "daemon/app/event_book.hpp"

#include <utility>

#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;

namespace {
constexpr int kLooksPerCheck = 30;  // of one second each
}  // namespace

EventBook::EventBook(EventStore& store, SheetRenderer& renderer, EventPlan from_file,
                     std::function<bool()> is_idle)
    : store_(store),
      renderer_(renderer),
      is_idle_(std::move(is_idle)),
      from_file_(std::move(from_file)),
      active_(from_file_) {}

// --- what is active

awaitable<void> EventBook::settle() {
  if (!is_ready_) {
    const auto begun = co_await begin();
    if (!begun) log::error("event_not_read", {{"cause", begun.error().context}});
  }
  co_await look_at_templates();
  if (!is_ready_ || !is_wanted_ || is_activating_ || !is_idle_()) co_return;
  is_activating_ = true;
  const auto activated = co_await activate();
  is_activating_ = false;
  if (!activated) log::error("event_not_activated", {{"cause", activated.error().context}});
}

awaitable<void> EventBook::look_at_templates() {
  if (--looks_until_check_ > 0) co_return;
  looks_until_check_ = kLooksPerCheck;
  const auto usable = co_await check_templates(active_);
  template_trouble_.clear();
  if (!usable) template_trouble_ = usable.error().context;
}

awaitable<Result<void>> EventBook::begin() {
  const auto taken = co_await take_file();
  if (!taken) co_return taken;
  const auto choices = co_await store_.event_choices();
  if (!choices) co_return choices.error();
  is_wanted_ = choices->wanted.has_value();
  if (choices->active) {
    auto plan = co_await store_.event_version(choices->active->slug, choices->active->version);
    if (!plan) co_return plan.error();
    active_ = std::move(*plan);
  } else if (is_wanted_) {
    // Nothing has ever been active: without checks, so that a booth with a broken template starts.
    const auto first = co_await store_.activate_wanted_event();
    if (!first) co_return first;
    auto plan = co_await store_.event_version(choices->wanted->slug, choices->wanted->version);
    if (!plan) co_return plan.error();
    active_ = std::move(*plan);
    is_wanted_ = false;
  }
  is_ready_ = true;
  log::note("event_active", {{"event", active_.slug}, {"version", active_.version}});
  co_return Result<void>();
}

/// Whoever changed the file since the last start means what he wrote; a file that stayed as it was
/// does not undo what was selected since.
awaitable<Result<void>> EventBook::take_file() {
  const auto last = co_await store_.newest_version_by(from_file_.made_by);
  if (!last) co_return last.error();
  const bool is_known =
      *last && (*last)->slug == from_file_.slug && is_same_offer(**last, from_file_);
  if (is_known) co_return Result<void>();
  const auto added = co_await store_.add_event_version(from_file_);
  if (!added) co_return added.error();
  EventVersion wanted{added->slug, added->version};
  co_return co_await store_.want_event(std::move(wanted), from_file_.made_by);
}

/// A version that would break the event is dropped; the booth goes on with the one it has.
awaitable<Result<void>> EventBook::activate() {
  const auto choices = co_await store_.event_choices();
  if (!choices) co_return choices.error();
  is_wanted_ = choices->wanted.has_value();
  if (!is_wanted_) co_return Result<void>();
  auto plan = co_await store_.event_version(choices->wanted->slug, choices->wanted->version);
  if (!plan) co_return plan.error();
  const auto usable = co_await check_templates(*plan);
  if (!usable) {
    is_wanted_ = false;
    const auto dropped = co_await store_.want_event(std::nullopt, "");
    if (!dropped) co_return dropped;
    co_return make_error(usable.error().code,
                         "event " + plan->slug + " stays as it was: " + usable.error().context);
  }
  if (!is_idle_()) co_return Result<void>();  // somebody pressed the button meanwhile
  const auto activated = co_await store_.activate_wanted_event();
  if (!activated) co_return activated;
  active_ = std::move(*plan);
  is_wanted_ = false;
  looks_until_check_ = 0;
  log::note("event_active", {{"event", active_.slug}, {"version", active_.version}});
  co_return Result<void>();
}

awaitable<Result<void>> EventBook::check_templates(EventPlan plan) {
  auto names = plan.templates;
  names.push_back(plan.template_name);
  for (const auto& name : names) {
    const auto found = co_await renderer_.find_template(name);
    if (!found) co_return found.error();
  }
  co_return Result<void>();
}

// --- what people ask for

awaitable<Result<std::vector<EventRecord>>> EventBook::events(int limit, std::string after) {
  return store_.events(limit, std::move(after));
}
awaitable<Result<EventRecord>> EventBook::event(std::string slug) {
  return store_.event(std::move(slug));
}
awaitable<Result<EventPlan>> EventBook::event_version(std::string slug, int version) {
  return store_.event_version(std::move(slug), version);
}
awaitable<Result<EventChoices>> EventBook::event_choices() {
  return store_.event_choices();
}

awaitable<Result<EventPlan>> EventBook::create_event(EventPlan plan) {
  const auto checked = check_plan(plan);
  if (!checked) co_return checked.error();
  const auto known = co_await store_.event(plan.slug);
  if (known)
    co_return make_error(Errc::Conflict, "there is an event " + plan.slug +
                                             " already; change it, or take another slug");
  if (known.error().code != Errc::NotFound) co_return known.error();
  const auto usable = co_await check_templates(plan);
  if (!usable) co_return usable.error();
  co_return co_await store_.add_event_version(std::move(plan));
}

awaitable<Result<EventPlan>> EventBook::edit_event(EventPlan plan) {
  const auto checked = check_plan(plan);
  if (!checked) co_return checked.error();
  const auto newest = co_await store_.event_version(plan.slug, 0);
  if (!newest) co_return newest.error();
  if (newest->version != plan.version)
    co_return make_error(Errc::Conflict, "event " + plan.slug + " has been changed meanwhile by " +
                                             newest->made_by + "; look at it and try again");
  if (is_same_offer(*newest, plan)) co_return *newest;
  const auto usable = co_await check_templates(plan);
  if (!usable) co_return usable.error();

  auto by = plan.made_by;
  auto added = co_await store_.add_event_version(std::move(plan));
  if (!added || added->slug != active_.slug) co_return added;
  EventVersion wanted{added->slug, added->version};
  const auto selected = co_await select_event(std::move(wanted), std::move(by));
  if (!selected) co_return selected.error();
  co_return added;
}

awaitable<Result<EventChoices>> EventBook::select_event(EventVersion wanted, std::string by) {
  auto plan = co_await store_.event_version(wanted.slug, wanted.version);
  if (!plan) co_return plan.error();
  const auto usable = co_await check_templates(std::move(*plan));
  if (!usable) co_return usable.error();
  const auto noted = co_await store_.want_event(std::move(wanted), std::move(by));
  if (!noted) co_return noted.error();
  is_wanted_ = true;
  co_await settle();
  co_return co_await store_.event_choices();
}

awaitable<Result<EventChoices>> EventBook::revert_event(std::string by) {
  auto choices = co_await store_.event_choices();
  if (!choices) co_return choices;
  if (!choices->previous)
    co_return make_error(Errc::Conflict, "no other event or version was active before");
  co_return co_await select_event(*choices->previous, std::move(by));
}

awaitable<Result<EventRecord>> EventBook::close_event(std::string slug, bool is_closed,
                                                      std::string by) {
  const auto closed = co_await store_.close_event(slug, is_closed, std::move(by));
  if (!closed) co_return closed.error();
  co_return co_await store_.event(std::move(slug));
}

}  // namespace booth
