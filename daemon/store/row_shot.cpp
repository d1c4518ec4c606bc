#include "daemon/store/row_shot.hpp"

#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_span.hpp"
#include "daemon/store/row_upload.hpp"

#define SHOT_COLUMNS "id, session_id, slot, path, sha256, size_bytes, taken_at_ms"

namespace booth::rows {
namespace {

std::optional<Shot> read_shot(const Statement& row) {
  Shot shot;
  shot.id = ShotId(row.text(0));
  shot.session = SessionId(row.text(1));
  shot.slot = row.small_number(2);
  shot.path = row.text(3);
  shot.sha256 = row.text(4);
  shot.size_bytes = row.number(5);
  shot.taken_at = row.time(6);
  return shot;
}

constexpr const char* kFindShot = "SELECT " SHOT_COLUMNS " FROM shot WHERE id = :id";

}  // namespace

std::string shot_path(const std::string& event, const SessionId& session, int slot,
                      const ShotId& id) {
  const auto folder = session.empty() ? "single" : session.str();
  return "photos/" + event + "/" + folder + "/" + std::to_string(slot) + "-" + id.str() + ".jpg";
}

Result<std::optional<Shot>> find_shot(Connection& database, const ShotId& id) {
  auto query = database.use(kFindShot);
  auto found = read_rows(query.bind(":id", id.str()), read_shot);
  if (!found) return found.error();
  if (found->empty()) return std::optional<Shot>();
  return std::optional(std::move(found->front()));
}

namespace {

// First the old one steps aside: at no moment are there two current shots in one slot.
constexpr const char* kReplaceShot = R"(
    UPDATE shot SET replaced_by = :id
    WHERE session_id = :session_id AND slot = :slot AND replaced_by IS NULL)";

constexpr const char* kAddShot = R"(
    INSERT INTO shot (id, session_id, event, slot, path, sha256, size_bytes, taken_at_ms, stored_at_ms)
    VALUES (:id, :session_id, :event, :slot, :path, :sha256, :size_bytes, :taken_at_ms, :now_ms))";

Result<int> insert_shot(Connection& database, const Stamp& stamp, const Shot& shot,
                        const std::string& event) {
  auto replace = database.use(kReplaceShot);
  replace.bind(":id", shot.id.str()).bind(":slot", shot.slot);
  const auto replaced = replace.bind_or_null(":session_id", shot.session.str()).run();
  if (!replaced) return replaced;

  auto insert = database.use(kAddShot);
  insert.bind(":id", shot.id.str()).bind_or_null(":session_id", shot.session.str());
  insert.bind(":event", event).bind(":slot", shot.slot).bind(":path", shot.path);
  insert.bind(":sha256", shot.sha256).bind(":size_bytes", shot.size_bytes);
  insert.bind(":taken_at_ms", shot.taken_at).bind(":now_ms", stamp.now());
  if (const auto added = insert.run(); !added) return added;
  return replaced;
}

// The first photo of a session: how long its guests waited for it.
constexpr const char* kFirstShot = R"(
    SELECT started_at_ms FROM session
    WHERE id = :session_id AND (SELECT count(*) FROM shot WHERE session_id = :session_id) = 1)";

Result<void> measure_shot(Connection& database, const Stamp& stamp, const Shot& shot) {
  // The file is on the disk by now, which took most of the way.
  const auto durable_at = stamp.now() + stamp.elapsed();
  const auto way = durable_at - shot.taken_at;
  if (auto counted = count_step(database, GuestStep::ExposureToDurable, way); !counted)
    return counted;
  if (shot.session.empty()) return {};
  auto first = database.use(kFirstShot);
  const auto is_first = first.bind(":session_id", shot.session.str()).step();
  if (!is_first) return is_first.error();
  if (*is_first)
    if (auto counted =
            count_step(database, GuestStep::PressToExposure, shot.taken_at - first.time(0));
        !counted)
      return counted;
  return add_span(database, shot.session,
                  {"shot.stored", shot.id.str(), shot.taken_at, durable_at, ""});
}

}  // namespace

Result<void> add_shot(Connection& database, Stamp& stamp, const std::vector<StoreTarget>& targets,
                      const Shot& shot, const std::string& event, const std::string& how) {
  const auto replaced = insert_shot(database, stamp, shot, event);
  if (!replaced) return replaced.error();

  JsonObject data;
  data.add("event", event).add_unless_empty("session", shot.session.str()).add("slot", shot.slot);
  data.add("path", shot.path).add("sha256", shot.sha256).add("size_bytes", shot.size_bytes);
  data.add("replaced", *replaced).add("from", how);
  const auto fact = add_fact(database, stamp, "shot.stored", shot.id.str(), data.text());
  if (!fact) return fact.error();
  // A photo that was found on the disk after a crash says nothing about what guests waited for.
  if (how == "camera")
    if (auto measured = measure_shot(database, stamp, shot); !measured) return measured;

  return add_uploads(
      database, stamp, targets,
      {UploadClass::Original, event, shot.session, shot.path, shot.sha256, shot.size_bytes});
}

namespace {
constexpr const char* kShots = "SELECT " SHOT_COLUMNS R"( FROM shot
    WHERE session_id = :session_id AND replaced_by IS NULL ORDER BY slot)";
}  // namespace

Result<std::vector<Shot>> shots(Connection& database, const SessionId& session) {
  auto query = database.use(kShots);
  return read_rows(query.bind(":session_id", session.str()), read_shot);
}

}  // namespace booth::rows
