// Reading what was measured.
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_span.hpp"

namespace booth::rows {
namespace {

// What is not over yet has no span of its own: its row says since when.
constexpr const char* kSpans = R"(
    SELECT name, subject, started_at_ms, ended_at_ms, note FROM span WHERE session_id = :id
    UNION ALL
    SELECT 'session.' || state, id, changed_at_ms, NULL, '' FROM session
    WHERE id = :id AND state NOT IN ('done', 'cancelled', 'interrupted')
    UNION ALL
    SELECT 'print.' || state, id, changed_at_ms, NULL, reason FROM print_job
    WHERE session_id = :id AND state NOT IN ('printed', 'cancelled')
    UNION ALL
    SELECT 'upload.' || state, id, changed_at_ms, NULL, last_error FROM upload
    WHERE session_id = :id AND state <> 'synced'
    ORDER BY 3)";

std::optional<Span> read_span(const Statement& row) {
  Span span;
  span.name = row.text(0);
  span.subject = row.text(1);
  span.started_at = row.time(2);
  if (!row.is_null(3)) span.ended_at = row.time(3);
  span.note = row.text(4);
  return span;
}

}  // namespace

Result<std::vector<Span>> spans(Connection& database, const SessionId& id) {
  if (const auto known = session(database, id); !known) return known.error();
  auto query = database.use(kSpans);
  return read_rows(query.bind(":id", id.str()), read_span);
}

namespace {
constexpr const char* kSteps = "SELECT step, bucket, items, sum_ms FROM step_count";
constexpr const char* kFactCounts = "SELECT type, items FROM fact_tally";
constexpr const char* kPrintStates = "SELECT state, items FROM print_tally";
constexpr const char* kUploadStates = "SELECT state, items FROM upload_tally";
constexpr const char* kOldestPrint = R"(
    SELECT min(requested_at_ms) FROM print_job
    WHERE state IN ('queued', 'submitting', 'spooled', 'sending'))";

using Count = std::pair<std::string, std::int64_t>;

std::optional<Count> read_count(const Statement& row) {
  return Count{row.text(0), row.number(1)};
}

Result<std::vector<Count>> counts(Connection& database, const char* sql) {
  auto query = database.use(sql);
  return read_rows(query, read_count);
}

Result<std::vector<StepHistogram>> steps(Connection& database) {
  std::vector<StepHistogram> all(kGuestSteps);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].step = static_cast<GuestStep>(i);
  auto query = database.use(kSteps);
  while (true) {
    const auto has_row = query.step();
    if (!has_row) return has_row.error();
    if (!*has_row) return all;
    const auto step = guest_step_from(query.text(0));
    const auto bucket = static_cast<std::size_t>(query.number(1));
    if (!step || bucket > kStepBoundsMs.size()) continue;
    auto& histogram = all[static_cast<std::size_t>(*step)];
    histogram.buckets[bucket] = query.number(2);
    histogram.sum_ms += query.number(3);
  }
}
}  // namespace

Result<Measurements> measurements(Connection& database) {
  Measurements measured;
  auto histograms = steps(database);
  if (!histograms) return histograms.error();
  measured.steps = std::move(*histograms);
  struct Part {
    const char* sql;
    std::vector<Count>& counts;
  };
  const Part parts[] = {{kFactCounts, measured.facts},
                        {kPrintStates, measured.prints},
                        {kUploadStates, measured.uploads}};
  for (const auto& part : parts) {
    auto counted = counts(database, part.sql);
    if (!counted) return counted.error();
    part.counts = std::move(*counted);
  }
  auto oldest = database.use(kOldestPrint);
  if (const auto row = oldest.step(); !row) return row.error();
  if (!oldest.is_null(0)) measured.oldest_print = oldest.time(0);
  return measured;
}

namespace {
constexpr const char* kService = R"(
    SELECT event, indicator, sum(good), sum(bad) FROM service_count WHERE day > :day
    GROUP BY event, indicator ORDER BY event, indicator)";

std::optional<ServiceTally> read_service(const Statement& row) {
  const auto indicator = service_indicator_from(row.text(1));
  if (!indicator) return std::nullopt;
  return ServiceTally{row.text(0), *indicator, {row.number(2), row.number(3)}};
}
}  // namespace

Result<std::vector<ServiceTally>> service(Connection& database, UtcTime now, int days) {
  const auto today = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
  auto query = database.use(kService);
  return read_rows(query.bind(":day", std::int64_t{today} - days), read_service);
}

}  // namespace booth::rows
