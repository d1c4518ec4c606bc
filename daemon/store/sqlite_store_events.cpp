// The EventStore half of the store.
#include "daemon/store/row_event.hpp"
#include "daemon/store/row_privacy.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "daemon/store/sqlite_store_calls.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<EventPlan>> SqliteStore::add_event_version(EventPlan plan) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::add_event_version(*database_, stamp, plan); };
  co_return co_await write(work);
}

awaitable<Result<EventPlan>> SqliteStore::event_version(std::string slug, int version) {
  auto work = [&](Connection& database) { return rows::event_version(database, slug, version); };
  co_return co_await look(work);
}

awaitable<Result<EventRecord>> SqliteStore::event(std::string slug) {
  auto work = [&](Connection& database) { return rows::event(database, slug); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<EventRecord>>> SqliteStore::events(int limit, std::string after) {
  auto work = [&](Connection& database) { return rows::events(database, limit, after); };
  co_return co_await look(work);
}

awaitable<Result<std::optional<EventPlan>>> SqliteStore::newest_version_by(std::string author) {
  auto work = [&](Connection& database) { return rows::newest_version_by(database, author); };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::close_event(std::string slug, bool is_closed, std::string by) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::close_event(*database_, stamp, slug, is_closed, by); };
  co_return co_await write(work);
}

awaitable<Result<EventChoices>> SqliteStore::event_choices() {
  auto work = [&](Connection& database) { return rows::event_choices(database); };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::want_event(std::optional<EventVersion> wanted,
                                                std::string by) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::want_event(*database_, stamp, wanted, by); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::activate_wanted_event() {
  Stamp stamp(timer_);
  auto work = [&]() -> Result<void> {
    if (auto done = rows::activate_wanted_event(*database_, stamp); !done) return done;
    // What the booth promises its guests holds for every event that it serves.
    const auto choices = rows::event_choices(*database_);
    if (!choices) return choices.error();
    auto retention = options_.retention;
    if (retention.event.empty() || !choices->active) return {};
    retention.event = choices->active->slug;
    return rows::set_retention(*database_, retention);
  };
  co_return co_await write(work);
}

}  // namespace booth
