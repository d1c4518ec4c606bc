#include "daemon/store/row_event.hpp"

#include <array>
#include <sstream>

#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"

#define PLAN_COLUMNS                                                                        \
  "v.slug, version, title, template_name, templates, copies, opens_at_ms, closes_at_ms, "   \
  "most_sessions, most_prints, most_prints_per_session, keep_days, targets, switched_off, " \
  "made_at_ms, made_by, look, backdrop"

namespace booth::rows {
namespace {

std::vector<std::string> split(const std::string& words) {
  std::istringstream text(words);
  std::vector<std::string> all;
  for (std::string word; text >> word;) all.push_back(word);
  return all;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

constexpr std::array kAllFeatures{EventFeature::Print, EventFeature::Retake, EventFeature::Share,
                                  EventFeature::ChooseTemplate, EventFeature::ChooseLook};

std::string switched_off(const EventPlan& plan) {
  std::vector<std::string> off;
  for (const auto feature : kAllFeatures)
    if (!plan.has(feature)) off.emplace_back(to_string(feature));
  return joined(off);
}

template <class Value>
std::optional<Value> maybe(const Statement& row, int column, Value (*read)(const Statement&, int)) {
  if (row.is_null(column)) return std::nullopt;
  return read(row, column);
}
UtcTime read_time(const Statement& row, int column) {
  return row.time(column);
}
int read_number(const Statement& row, int column) {
  return row.small_number(column);
}

std::optional<EventPlan> read_plan(const Statement& row) {
  EventPlan plan;
  plan.slug = row.text(0);
  plan.version = row.small_number(1);
  plan.title = row.text(2);
  plan.template_name = row.text(3);
  plan.templates = split(row.text(4));
  plan.copies = row.small_number(5);
  plan.opens_at = maybe(row, 6, read_time);
  plan.closes_at = maybe(row, 7, read_time);
  plan.limits.sessions = maybe(row, 8, read_number);
  plan.limits.prints = maybe(row, 9, read_number);
  plan.limits.prints_per_session = row.small_number(10);
  if (const auto days = maybe(row, 11, read_number)) plan.keep = std::chrono::days(*days);
  plan.targets = split(row.text(12));
  for (const auto& word : split(row.text(13)))
    if (const auto feature = event_feature_from(word))
      plan.features[static_cast<std::size_t>(*feature)] = false;
  plan.made_at = row.time(14);
  plan.made_by = row.text(15);
  plan.look = row.text(16);
  plan.backdrop = row.text(17);
  return plan;
}

std::optional<EventRecord> read_record(const Statement& row) {
  EventRecord record;
  record.plan = *read_plan(row);
  record.is_closed = row.number(18) != 0;
  record.use = {row.number(19), row.number(20)};
  return record;
}

template <class Value>
void bind_maybe(Statement& statement, const char* name, const std::optional<Value>& value) {
  if (value)
    statement.bind(name, *value);
  else
    statement.bind_or_null(name, "");
}

constexpr const char* kAddVersion = R"(
    INSERT INTO event_version (slug, version, title, template_name, templates, copies, opens_at_ms,
                               closes_at_ms, most_sessions, most_prints, most_prints_per_session,
                               keep_days, targets, switched_off, made_at_ms, made_by, look,
                               backdrop)
    VALUES (:slug, (SELECT coalesce(max(version), 0) + 1 FROM event_version WHERE slug = :slug),
            :title, :template_name, :templates, :copies, :opens_at_ms, :closes_at_ms,
            :most_sessions, :most_prints, :most_prints_per_session, :keep_days, :targets,
            :switched_off, :now_ms, :made_by, :look, :backdrop))";

Result<void> insert_version(Connection& database, const Stamp& stamp, const EventPlan& plan) {
  auto insert = database.use(kAddVersion);
  insert.bind(":slug", plan.slug).bind(":title", plan.title);
  insert.bind(":template_name", plan.template_name).bind(":templates", joined(plan.templates));
  insert.bind(":copies", plan.copies).bind(":look", plan.look).bind(":backdrop", plan.backdrop);
  bind_maybe(insert, ":opens_at_ms", plan.opens_at);
  bind_maybe(insert, ":closes_at_ms", plan.closes_at);
  bind_maybe(insert, ":most_sessions", plan.limits.sessions);
  bind_maybe(insert, ":most_prints", plan.limits.prints);
  insert.bind(":most_prints_per_session", plan.limits.prints_per_session);
  std::optional<std::int64_t> days;
  if (plan.keep) days = plan.keep->count();
  bind_maybe(insert, ":keep_days", days);
  insert.bind(":targets", joined(plan.targets)).bind(":switched_off", switched_off(plan));
  insert.bind(":now_ms", stamp.now()).bind(":made_by", plan.made_by);
  if (const auto added = insert.run(); !added) return added.error();
  return {};
}

Result<void> note(Connection& database, Stamp& stamp, const char* type, const EventVersion& event,
                  const std::string& by) {
  JsonObject data;
  data.add("version", event.version).add_unless_empty("by", by);
  const auto fact = add_fact(database, stamp, type, event.slug, data.text());
  if (!fact) return fact.error();
  return {};
}

}  // namespace

Result<EventPlan> add_event_version(Connection& database, Stamp& stamp, EventPlan plan) {
  if (auto checked = check_plan(plan); !checked) return checked.error();
  if (auto added = insert_version(database, stamp, plan); !added) return added.error();
  auto stored = event_version(database, plan.slug, 0);
  if (!stored) return stored;
  const auto* type = stored->version == 1 ? "event.created" : "event.edited";
  auto noted = note(database, stamp, type, {stored->slug, stored->version}, stored->made_by);
  if (!noted) return noted.error();
  return stored;
}

namespace {
constexpr const char* kNewestVersion = "SELECT " PLAN_COLUMNS R"( FROM event_version AS v
    WHERE slug = :slug ORDER BY version DESC LIMIT 1)";
constexpr const char* kVersion = "SELECT " PLAN_COLUMNS R"( FROM event_version AS v
    WHERE slug = :slug AND version = :version)";
}  // namespace

Result<EventPlan> event_version(Connection& database, const std::string& slug, int version) {
  auto query = database.use(version == 0 ? kNewestVersion : kVersion);
  query.bind(":slug", slug);
  if (version != 0) query.bind(":version", version);
  const auto which = version == 0 ? "" : "version " + std::to_string(version) + " of ";
  return read_row(query, read_plan, which + ("event " + slug));
}

namespace {
constexpr const char* kEvent = "SELECT " PLAN_COLUMNS R"(,
      EXISTS (SELECT 1 FROM closed_event WHERE closed_event.slug = v.slug),
      coalesce(sessions, 0), coalesce(prints, 0)
    FROM event_version AS v LEFT JOIN event_tally ON event_tally.slug = v.slug
    WHERE v.slug = :slug ORDER BY version DESC LIMIT 1)";
constexpr const char* kNextSlug =
    "SELECT slug FROM event_version WHERE slug > :after ORDER BY slug LIMIT 1";
}  // namespace

Result<EventRecord> event(Connection& database, const std::string& slug) {
  auto query = database.use(kEvent);
  return read_row(query.bind(":slug", slug), read_record, "event " + slug);
}

/// From slug to slug, each with its newest version: versions are never looked through.
Result<std::vector<EventRecord>> events(Connection& database, int limit, const std::string& after) {
  std::vector<EventRecord> page;
  auto slug = after;
  while (static_cast<int>(page.size()) < limit) {
    auto query = database.use(kNextSlug);
    const auto has_row = query.bind(":after", slug).step();
    if (!has_row) return has_row.error();
    if (!*has_row) break;
    slug = query.text(0);
    auto found = event(database, slug);
    if (!found) return found.error();
    page.push_back(std::move(*found));
  }
  return page;
}

namespace {
constexpr const char* kNewestBy = "SELECT " PLAN_COLUMNS R"( FROM event_version AS v
    WHERE made_by = :made_by ORDER BY sequence DESC LIMIT 1)";
}  // namespace

Result<std::optional<EventPlan>> newest_version_by(Connection& database,
                                                   const std::string& author) {
  auto query = database.use(kNewestBy);
  auto found = read_rows(query.bind(":made_by", author), read_plan);
  if (!found) return found.error();
  if (found->empty()) return std::optional<EventPlan>();
  return std::optional(std::move(found->front()));
}

namespace {
constexpr const char* kClose =
    "INSERT INTO closed_event (slug, closed_at_ms) VALUES (:slug, :now_ms) ON CONFLICT DO NOTHING";
constexpr const char* kOpen = "DELETE FROM closed_event WHERE slug = :slug";
}  // namespace

Result<void> close_event(Connection& database, Stamp& stamp, const std::string& slug,
                         bool is_closed, const std::string& by) {
  const auto newest = event_version(database, slug, 0);
  if (!newest) return newest.error();
  auto change = database.use(is_closed ? kClose : kOpen);
  change.bind(":slug", slug);
  if (is_closed) change.bind(":now_ms", stamp.now());
  const auto changed = change.run();
  if (!changed) return changed.error();
  if (*changed == 0) return {};  // said twice
  return note(database, stamp, is_closed ? "event.closed" : "event.opened", {slug, newest->version},
              by);
}

namespace {
constexpr const char* kChoices = "SELECT choice, slug, version FROM event_choice";
constexpr const char* kChoose = R"(
    INSERT INTO event_choice (choice, slug, version) VALUES (:choice, :slug, :version)
    ON CONFLICT (choice) DO UPDATE SET slug = excluded.slug, version = excluded.version)";
constexpr const char* kForget = "DELETE FROM event_choice WHERE choice = 'wanted'";

Result<void> choose(Connection& database, const char* choice, const EventVersion& event) {
  auto insert = database.use(kChoose);
  insert.bind(":choice", choice).bind(":slug", event.slug).bind(":version", event.version);
  if (const auto chosen = insert.run(); !chosen) return chosen.error();
  return {};
}
}  // namespace

Result<EventChoices> event_choices(Connection& database) {
  EventChoices choices;
  auto query = database.use(kChoices);
  while (true) {
    const auto has_row = query.step();
    if (!has_row) return has_row.error();
    if (!*has_row) return choices;
    const auto choice = query.text(0);
    auto& place = choice == "active"     ? choices.active
                  : choice == "previous" ? choices.previous
                                         : choices.wanted;
    place = EventVersion{query.text(1), query.small_number(2)};
  }
}

Result<void> want_event(Connection& database, Stamp& stamp,
                        const std::optional<EventVersion>& wanted, const std::string& by) {
  if (!wanted) {
    if (const auto forgotten = database.use(kForget).run(); !forgotten) return forgotten.error();
    return {};
  }
  const auto plan = event_version(database, wanted->slug, wanted->version);
  if (!plan) return plan.error();
  const EventVersion exact{plan->slug, plan->version};
  if (auto chosen = choose(database, "wanted", exact); !chosen) return chosen;
  return note(database, stamp, "event.selected", exact, by);
}

Result<void> activate_wanted_event(Connection& database, Stamp& stamp) {
  const auto choices = event_choices(database);
  if (!choices) return choices.error();
  if (!choices->wanted) return make_error(Errc::Conflict, "no event waits to become active");
  if (choices->active && choices->active != choices->wanted)
    if (auto kept = choose(database, "previous", *choices->active); !kept) return kept;
  if (auto chosen = choose(database, "active", *choices->wanted); !chosen) return chosen;
  if (const auto forgotten = database.use(kForget).run(); !forgotten) return forgotten.error();
  return note(database, stamp, "event.activated", *choices->wanted, "");
}

namespace {
// A picture without a session belongs to the version that is active now.
constexpr const char* kTargets = R"(
    SELECT targets FROM event_version
    WHERE slug = :slug AND version = coalesce(
      (SELECT event_version FROM session WHERE id = :session_id),
      (SELECT version FROM event_choice WHERE choice = 'active' AND slug = :slug)))";
}  // namespace

Result<std::optional<std::vector<std::string>>> targets_of(Connection& database,
                                                           const std::string& event,
                                                           const std::string& session) {
  auto query = database.use(kTargets);
  const auto has_row = query.bind(":slug", event).bind_or_null(":session_id", session).step();
  if (!has_row) return has_row.error();
  auto targets = *has_row ? split(query.text(0)) : std::vector<std::string>();
  if (targets.empty()) return std::optional<std::vector<std::string>>();
  return std::optional(std::move(targets));
}

}  // namespace booth::rows
