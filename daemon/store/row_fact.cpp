#include "daemon/store/row_fact.hpp"

#include "daemon/store/read_rows.hpp"

namespace booth::rows {
namespace {

std::optional<Fact> read_fact(const Statement& row) {
  Fact fact;
  fact.id = FactId(row.text(0));
  fact.sequence = row.number(1);
  fact.type = row.text(2);
  fact.subject = row.text(3);
  fact.data = row.text(4);
  fact.at = row.time(5);
  return fact;
}

constexpr const char* kIsJsonObject = "SELECT json_valid(:data) AND json_type(:data) = 'object'";

Result<void> check_is_object(Connection& database, const std::string& data) {
  auto query = database.use(kIsJsonObject);
  const auto row = query.bind(":data", data).step();
  // json_type fails on text that is no JSON at all, before AND could spare it.
  if (row && *row && query.number(0) == 1) return {};
  return make_error(Errc::BadInput, "a fact's data must be a JSON object: " + data);
}

constexpr const char* kAddFact = R"(
    INSERT INTO fact (id, type, subject, data, at_ms) VALUES (:id, :type, :subject, :data, :at_ms)
    RETURNING id, sequence, type, subject, data, at_ms)";

}  // namespace

Result<Fact> add_fact(Connection& database, Stamp& stamp, std::string type, std::string subject,
                      std::string data) {
  if (auto checked = check_is_object(database, data); !checked) return checked.error();
  auto insert = database.use(kAddFact);
  insert.bind(":id", stamp.next_id()).bind(":type", type).bind(":subject", subject);
  insert.bind(":data", data).bind(":at_ms", stamp.now());
  return read_row(insert, read_fact, "fact " + type);
}

namespace {
constexpr const char* kFacts = R"(
    SELECT id, sequence, type, subject, data, at_ms FROM fact
    WHERE sequence > :after ORDER BY sequence LIMIT :limit)";
}  // namespace

Result<std::vector<Fact>> facts(Connection& database, std::int64_t after, int limit) {
  auto query = database.use(kFacts);
  query.bind(":after", after).bind(":limit", limit);
  return read_rows(query, read_fact);
}

namespace {
constexpr const char* kOpenAlarms = R"(
    SELECT fact.id, fact.sequence, fact.type, fact.subject, fact.data, fact.at_ms
    FROM alarm JOIN fact ON fact.sequence = alarm.fact ORDER BY alarm.subsystem)";
}  // namespace

Result<std::vector<Fact>> open_alarms(Connection& database) {
  auto query = database.use(kOpenAlarms);
  return read_rows(query, read_fact);
}

namespace {
constexpr const char* kRecordedAnswer =
    "SELECT request_hash, status, body FROM answer WHERE key = :key";

std::optional<Store::Answer> read_answer(const Statement& row) {
  return Store::Answer{row.text(0), row.small_number(1), row.text(2)};
}
}  // namespace

Result<std::optional<Store::Answer>> recorded_answer(Connection& database, const std::string& key) {
  auto query = database.use(kRecordedAnswer);
  auto answers = read_rows(query.bind(":key", key), read_answer);
  if (!answers) return answers.error();
  if (answers->empty()) return std::optional<Store::Answer>();
  return std::optional(std::move(answers->front()));
}

namespace {
constexpr const char* kRecordAnswer = R"(
    INSERT INTO answer (key, request_hash, status, body, at_ms)
    VALUES (:key, :request_hash, :status, :body, :at_ms) ON CONFLICT (key) DO NOTHING)";

// Old answers go by count, not by age: the clock of a booth may jump by years.
constexpr const char* kForgetOldAnswers =
    "DELETE FROM answer WHERE sequence <= (SELECT max(sequence) FROM answer) - :kept";
constexpr int kAnswersKept = 10'000;
}  // namespace

Result<void> record_answer(Connection& database, Stamp& stamp, const std::string& key,
                           const Store::Answer& answer) {
  auto insert = database.use(kRecordAnswer);
  insert.bind(":key", key)
      .bind(":request_hash", answer.request_hash)
      .bind(":status", answer.status);
  insert.bind(":body", answer.body).bind(":at_ms", stamp.now());
  const auto added = insert.run();
  if (!added) return added.error();
  if (*added == 0)
    return make_error(Errc::Conflict,
                      "a request with the idempotency key " + key + " was answered already");
  const auto forgotten = database.use(kForgetOldAnswers).bind(":kept", kAnswersKept).run();
  if (!forgotten) return forgotten.error();
  return {};
}

}  // namespace booth::rows
