#include "daemon/store/row_delivery.hpp"

#include "daemon/store/read_rows.hpp"

namespace booth::rows {
namespace {

// A salvaged log may be shorter than what was delivered of it: what is added then must not hide
// behind the old position.
constexpr const char* kProgress = R"(
    SELECT min(position, (SELECT coalesce(max(sequence), 0) FROM fact)),
           (SELECT coalesce(max(sequence), 0) FROM fact),
           (SELECT count(*) FROM fact_set_aside)
    FROM fact_delivery)";
constexpr const char* kNextWaiting =
    "SELECT at_ms FROM fact WHERE sequence > :position ORDER BY sequence LIMIT 1";

}  // namespace

Result<FactOutbox::Progress> fact_progress(Connection& database) {
  FactOutbox::Progress progress;
  {
    auto query = database.use(kProgress);
    const auto row = query.step();
    if (!row) return row.error();
    if (!*row) return progress;  // the row was lost with a damaged page: everything is sent again
    progress.position = query.number(0);
    progress.waiting = query.number(1) - query.number(0);
    progress.set_aside = query.number(2);
  }
  auto next = database.use(kNextWaiting);
  const auto row = next.bind(":position", progress.position).step();
  if (!row) return row.error();
  if (*row) progress.oldest_waiting = next.time(0);
  return progress;
}

namespace {
constexpr const char* kAdvance = R"(
    INSERT INTO fact_delivery (sequence, position) VALUES (1, :to)
    ON CONFLICT (sequence) DO UPDATE SET position = :to
    WHERE min(position, (SELECT coalesce(max(sequence), 0) FROM fact)) = :from)";
}  // namespace

Result<void> advance_facts(Connection& database, std::int64_t from, std::int64_t to) {
  const auto moved = database.use(kAdvance).bind(":from", from).bind(":to", to).run();
  if (!moved) return moved.error();
  if (*moved == 1) return {};
  return make_error(Errc::Conflict,
                    "facts are not delivered up to " + std::to_string(from) + " any more");
}

namespace {
constexpr const char* kSetAside = R"(
    INSERT INTO fact_set_aside (fact_id, reason, since_ms) VALUES (:fact_id, :reason, :now_ms)
    ON CONFLICT (fact_id) DO UPDATE SET reason = :reason)";
}  // namespace

Result<void> set_fact_aside(Connection& database, const Stamp& stamp, std::int64_t from,
                            const Fact& fact, const std::string& reason) {
  auto insert = database.use(kSetAside);
  insert.bind(":fact_id", fact.id.str()).bind(":reason", reason);
  if (const auto added = insert.bind(":now_ms", stamp.now()).run(); !added) return added.error();
  return advance_facts(database, from, fact.sequence);
}

namespace {
constexpr const char* kFactsSetAside = R"(
    SELECT fact.sequence, fact.id, type, subject, data, at_ms, reason, since_ms
    FROM fact_set_aside JOIN fact ON fact.id = fact_id
    ORDER BY fact_set_aside.sequence LIMIT :limit)";

std::optional<FactOutbox::SetAside> read_set_aside(const Statement& row) {
  FactOutbox::SetAside one;
  one.fact.sequence = row.number(0);
  one.fact.id = FactId(row.text(1));
  one.fact.type = row.text(2);
  one.fact.subject = row.text(3);
  one.fact.data = row.text(4);
  one.fact.at = row.time(5);
  one.reason = row.text(6);
  one.since = row.time(7);
  return one;
}

constexpr const char* kSettleFact = "DELETE FROM fact_set_aside WHERE fact_id = :fact_id";
}  // namespace

Result<std::vector<FactOutbox::SetAside>> facts_set_aside(Connection& database, int limit) {
  auto query = database.use(kFactsSetAside);
  return read_rows(query.bind(":limit", limit), read_set_aside);
}

Result<void> settle_fact(Connection& database, const FactId& id) {
  const auto settled = database.use(kSettleFact).bind(":fact_id", id.str()).run();
  if (!settled) return settled.error();
  return {};
}

}  // namespace booth::rows
