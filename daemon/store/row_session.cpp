#include "daemon/store/row_session.hpp"

#include "daemon/store/check_names.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_span.hpp"

#define SESSION_COLUMNS                                                                         \
  "id, event, number, event_title, template_name, shots, copies, first_countdown_ms, "          \
  "next_countdown_ms, review_ms, state, reason, started_at_ms, changed_at_ms, look, backdrop, " \
  "event_version, (SELECT share_link.id FROM share_link WHERE session_id = session.id), "       \
  "(SELECT share_link.url FROM share_link WHERE session_id = session.id)"

namespace booth::rows {
namespace {

std::optional<Session> read_session(const Statement& row) {
  const auto state = session_state_from(row.text(10));
  if (!state) return std::nullopt;
  Session session;
  session.id = SessionId(row.text(0));
  session.plan.event = row.text(1);
  session.number = row.small_number(2);
  session.plan.event_title = row.text(3);
  session.plan.template_name = row.text(4);
  session.plan.shots = row.small_number(5);
  session.plan.copies = row.small_number(6);
  session.plan.first_countdown = std::chrono::milliseconds(row.number(7));
  session.plan.next_countdown = std::chrono::milliseconds(row.number(8));
  session.plan.review = std::chrono::milliseconds(row.number(9));
  session.state = *state;
  session.reason = row.text(11);
  session.started_at = row.time(12);
  session.changed_at = row.time(13);
  session.plan.look = row.text(14);
  session.plan.backdrop = row.text(15);
  session.plan.event_version = row.small_number(16);
  session.plan.share_id = row.text(17);
  session.plan.share_url = row.text(18);
  return session;
}

constexpr const char* kAddSession = R"(
    INSERT INTO session (id, event, number, event_title, template_name, shots, copies, first_countdown_ms,
                         next_countdown_ms, review_ms, look, backdrop, state, reason, started_at_ms, changed_at_ms,
                         event_version)
    VALUES (:id, :event, (SELECT coalesce(max(number), 0) + 1 FROM session WHERE event = :event),
            :event_title, :template_name, :shots, :copies, :first_countdown_ms,
            :next_countdown_ms, :review_ms, :look, :backdrop, 'preparing', '', :started_at_ms, :now_ms,
            :event_version))";

Result<void> insert_session(Connection& database, const Stamp& stamp, const Session& session) {
  const auto& plan = session.plan;
  const bool has_start = session.started_at != UtcTime();
  auto insert = database.use(kAddSession);
  insert.bind(":id", session.id.str()).bind(":event", plan.event);
  insert.bind(":event_title", plan.event_title).bind(":template_name", plan.template_name);
  insert.bind(":event_version", plan.event_version);
  insert.bind(":shots", plan.shots).bind(":copies", plan.copies);
  insert.bind(":first_countdown_ms", std::int64_t{plan.first_countdown.count()});
  insert.bind(":next_countdown_ms", std::int64_t{plan.next_countdown.count()});
  insert.bind(":review_ms", std::int64_t{plan.review.count()});
  insert.bind(":look", plan.look).bind(":backdrop", plan.backdrop);
  insert.bind(":started_at_ms", has_start ? session.started_at : stamp.now());
  insert.bind(":now_ms", stamp.now());
  const auto added = insert.run();
  if (added) return {};
  if (added.error().code != Errc::Conflict) return added.error();
  return make_error(Errc::Conflict,
                    "session " + session.id.str() + " cannot be added: " + added.error().context);
}

constexpr const char* kAddShareLink =
    "INSERT INTO share_link (id, session_id, url) VALUES (:id, :session_id, :url)";

Result<void> insert_share_link(Connection& database, const Session& session) {
  if (session.plan.share_id.empty()) return {};
  auto insert = database.use(kAddShareLink);
  insert.bind(":id", session.plan.share_id).bind(":session_id", session.id.str());
  const auto added = insert.bind(":url", session.plan.share_url).run();
  if (!added) return added.error();
  return {};
}

}  // namespace

Result<Session> add_session(Connection& database, Stamp& stamp, const Session& wanted) {
  if (auto checked = check_id(wanted.id.str()); !checked) return checked.error();
  if (auto checked = check_event(wanted.plan.event); !checked) return checked.error();
  if (auto added = insert_session(database, stamp, wanted); !added) return added.error();
  if (auto added = insert_share_link(database, wanted); !added) return added.error();
  auto stored = session(database, wanted.id);
  if (!stored) return stored;

  JsonObject data;
  data.add("event", stored->plan.event).add("number", stored->number);
  data.add("template", stored->plan.template_name);
  data.add("event_version", stored->plan.event_version);
  const auto fact = add_fact(database, stamp, "session.started", wanted.id.str(), data.text());
  if (!fact) return fact.error();
  return stored;
}

namespace {
constexpr const char* kMoveSession = R"(
    UPDATE session SET state = :to, reason = :reason, changed_at_ms = :now_ms
    WHERE id = :id AND state = :from)";
constexpr const char* kSessionExists = "SELECT 1 FROM session WHERE id = :id";
}  // namespace

Result<void> move_session(Connection& database, Stamp& stamp, const SessionId& id,
                          SessionState from, SessionState to, const std::string& reason) {
  const auto before = before_session_moves(database, id.str());
  if (!before) return before.error();
  auto update = database.use(kMoveSession);
  update.bind(":to", to_string(to)).bind(":reason", reason).bind(":now_ms", stamp.now());
  const auto changed = update.bind(":id", id.str()).bind(":from", to_string(from)).run();
  const auto exists = database.use(kSessionExists).bind(":id", id.str()).step();
  if (auto moved = settle_move(changed, exists, "session " + id.str(), to_string(from)); !moved)
    return moved;

  JsonObject data;
  data.add("from", to_string(from)).add_unless_empty("reason", reason);
  const auto fact =
      add_fact(database, stamp, "session." + std::string(to_string(to)), id.str(), data.text());
  if (!fact) return fact.error();
  const auto name = "session." + std::string(to_string(from));
  if (auto added = add_span(database, stamp, *before, name, id.str(), reason); !added) return added;
  // What guests cancel themselves is no failure.
  if (to != SessionState::Done && to != SessionState::Interrupted) return {};
  return count_service(database, stamp, (*before)->event, ServiceIndicator::Session,
                       to == SessionState::Done);
}

namespace {
constexpr const char* kChooseLook = R"(
    UPDATE session SET look = :look, backdrop = :backdrop, changed_at_ms = :now_ms
    WHERE id = :id AND state IN ('preparing', 'counting_down', 'capturing', 'reviewing'))";
}  // namespace

Result<void> choose_look(Connection& database, Stamp& stamp, const SessionId& id,
                         const std::string& look, const std::string& backdrop) {
  auto update = database.use(kChooseLook);
  update.bind(":look", look).bind(":backdrop", backdrop).bind(":now_ms", stamp.now());
  const auto changed = update.bind(":id", id.str()).run();
  const auto exists = database.use(kSessionExists).bind(":id", id.str()).step();
  if (auto moved = settle_move(changed, exists, "session " + id.str(), "open to another look");
      !moved)
    return moved;

  JsonObject data;
  data.add("look", look).add("backdrop", backdrop);
  const auto fact = add_fact(database, stamp, "session.look_chosen", id.str(), data.text());
  if (!fact) return fact.error();
  return {};
}

namespace {
constexpr const char* kSession = "SELECT " SESSION_COLUMNS " FROM session WHERE id = :id";
}  // namespace

Result<Session> session(Connection& database, const SessionId& id) {
  auto query = database.use(kSession);
  return read_row(query.bind(":id", id.str()), read_session, "session " + id.str());
}

namespace {
constexpr const char* kSessionPosition = "SELECT sequence FROM session WHERE id = :id";
constexpr const char* kSessions = "SELECT " SESSION_COLUMNS R"( FROM session
    WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit)";
}  // namespace

Result<std::vector<Session>> sessions(Connection& database, int limit, const SessionId& before) {
  const auto position = position_before(database, kSessionPosition, before.str(), "session");
  if (!position) return position.error();
  auto query = database.use(kSessions);
  return read_rows(query.bind(":before", *position).bind(":limit", limit), read_session);
}

namespace {
constexpr const char* kOpenSessions = "SELECT " SESSION_COLUMNS R"( FROM session
    WHERE state IN ('preparing', 'counting_down', 'capturing', 'reviewing', 'composing')
    ORDER BY sequence)";
}  // namespace

Result<std::vector<Session>> open_sessions(Connection& database) {
  auto query = database.use(kOpenSessions);
  return read_rows(query, read_session);
}

}  // namespace booth::rows
