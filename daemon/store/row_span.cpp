// Writing what is measured, within the transaction that moves the row.
#include "daemon/store/row_span.hpp"

#include "daemon/store/read_rows.hpp"

namespace booth::rows {
namespace {

std::optional<BeforeMove> read_before(const Statement& row) {
  return BeforeMove{SessionId(row.text(0)), row.text(1), row.time(2), row.time(3), row.time(4)};
}

Result<std::optional<BeforeMove>> before(Connection& database, const char* sql,
                                         const std::string& id) {
  auto query = database.use(sql);
  auto found = read_rows(query.bind(":id", id), read_before);
  if (!found) return found.error();
  if (found->empty()) return std::optional<BeforeMove>();
  return std::optional(std::move(found->front()));
}

constexpr const char* kBeforeSession = R"(
    SELECT id, event, changed_at_ms, started_at_ms, started_at_ms FROM session WHERE id = :id)";
constexpr const char* kBeforePrint = R"(
    SELECT session.id, event, print_job.changed_at_ms, requested_at_ms, started_at_ms
    FROM print_job JOIN session ON session.id = session_id WHERE print_job.id = :id)";
constexpr const char* kBeforeUpload = R"(
    SELECT session.id, event, upload.changed_at_ms, created_at_ms, started_at_ms
    FROM upload JOIN session ON session.id = session_id WHERE upload.id = :id)";

}  // namespace

Result<std::optional<BeforeMove>> before_session_moves(Connection& database,
                                                       const std::string& id) {
  return before(database, kBeforeSession, id);
}
Result<std::optional<BeforeMove>> before_print_moves(Connection& database, const std::string& id) {
  return before(database, kBeforePrint, id);
}
Result<std::optional<BeforeMove>> before_upload_moves(Connection& database, const std::string& id) {
  return before(database, kBeforeUpload, id);
}

namespace {
constexpr const char* kAddSpan = R"(
    INSERT INTO span (session_id, name, subject, started_at_ms, ended_at_ms, note)
    VALUES (:session_id, :name, :subject, :started_at_ms, :ended_at_ms, :note))";
}  // namespace

Result<void> add_span(Connection& database, const SessionId& session, const Span& span) {
  auto insert = database.use(kAddSpan);
  insert.bind(":session_id", session.str()).bind(":name", span.name);
  insert.bind(":subject", span.subject).bind(":started_at_ms", span.started_at);
  insert.bind(":ended_at_ms", span.ended_at.value_or(span.started_at)).bind(":note", span.note);
  if (const auto added = insert.run(); !added) return added.error();
  return {};
}

Result<void> add_span(Connection& database, const Stamp& stamp,
                      const std::optional<BeforeMove>& before, const std::string& name,
                      const std::string& subject, const std::string& note) {
  if (!before) return {};
  return add_span(database, before->session, {name, subject, before->since, stamp.now(), note});
}

namespace {
constexpr const char* kCountStep = R"(
    INSERT INTO step_count (step, bucket, items, sum_ms) VALUES (:step, :bucket, 1, :ms)
    ON CONFLICT (step, bucket) DO UPDATE SET items = items + 1, sum_ms = sum_ms + excluded.sum_ms)";
constexpr const char* kCountService = R"(
    INSERT INTO service_count (event, indicator, day, good, bad)
    VALUES (:event, :indicator, :day, :good, :bad)
    ON CONFLICT (event, indicator, day)
    DO UPDATE SET good = good + excluded.good, bad = bad + excluded.bad)";
// The last episodes are enough: an upload that waited longer was hindered by one of them.
constexpr const char* kTrouble = R"(
    SELECT 1 FROM (SELECT ended_at_ms FROM network_trouble ORDER BY sequence DESC LIMIT 20)
    WHERE coalesce(ended_at_ms >= :since_ms, 1) LIMIT 1)";
}  // namespace

Result<void> count_step(Connection& database, GuestStep step, std::chrono::milliseconds duration) {
  const auto bucket = step_bucket(duration);
  if (!bucket) return {};
  auto count = database.use(kCountStep);
  count.bind(":step", to_string(step)).bind(":bucket", static_cast<std::int64_t>(*bucket));
  if (const auto counted = count.bind(":ms", std::int64_t{duration.count()}).run(); !counted)
    return counted.error();
  return {};
}

Result<void> count_service(Connection& database, const Stamp& stamp, const std::string& event,
                           ServiceIndicator indicator, bool is_good) {
  const auto day = std::chrono::floor<std::chrono::days>(stamp.now()).time_since_epoch().count();
  auto count = database.use(kCountService);
  count.bind(":event", event).bind(":indicator", to_string(indicator));
  count.bind(":day", std::int64_t{day})
      .bind(":good", is_good ? 1 : 0)
      .bind(":bad", is_good ? 0 : 1);
  if (const auto counted = count.run(); !counted) return counted.error();
  return {};
}

Result<bool> was_network_in_trouble(Connection& database, UtcTime since) {
  return database.use(kTrouble).bind(":since_ms", since).step();
}

}  // namespace booth::rows
