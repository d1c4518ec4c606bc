#include "daemon/store/row_upload.hpp"

#include <algorithm>

#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_event.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_span.hpp"

#define UPLOAD_COLUMNS                                                                       \
  "id, target, kind, state, path, key, content_type, sha256, size_bytes, attempts, resume, " \
  "last_error, session_id, created_at_ms, changed_at_ms"

namespace booth::rows {
namespace {

std::optional<UploadItem> read_upload(const Statement& row) {
  const auto kind = upload_class_from(row.text(2));
  const auto state = upload_state_from(row.text(3));
  if (!kind || !state) return std::nullopt;
  UploadItem item;
  item.id = UploadId(row.text(0));
  item.target = row.text(1);
  item.kind = *kind;
  item.state = *state;
  item.path = row.text(4);
  item.key = row.text(5);
  item.content_type = row.text(6);
  item.sha256 = row.text(7);
  item.size_bytes = row.number(8);
  item.attempts = row.small_number(9);
  item.resume = row.text(10);
  item.last_error = row.text(11);
  item.session = SessionId(row.text(12));
  item.created_at = row.time(13);
  item.changed_at = row.time(14);
  return item;
}

constexpr const char* kAddUpload = R"(
    INSERT INTO upload (id, target, kind, state, path, key, content_type, sha256, size_bytes, attempts, resume,
                        last_error, session_id, created_at_ms, changed_at_ms)
    VALUES (:id, :target, :kind, 'waiting', :path, :key, :content_type, :sha256, :size_bytes, 0, '',
            '', :session_id, :now_ms, :now_ms)
    ON CONFLICT (target, key) DO NOTHING)";

}  // namespace

std::string picture_key(const std::string& event, const SessionId& session,
                        const std::string& sha256) {
  return event + "/" + (session.empty() ? "single" : session.str()) + "/" + sha256 + ".jpg";
}

namespace {

Result<void> add_upload(Connection& database, Stamp& stamp, const std::string& target,
                        UploadClass kind, const PublicObject& object) {
  auto insert = database.use(kAddUpload);
  insert.bind(":id", stamp.next_id()).bind(":target", target).bind(":kind", to_string(kind));
  insert.bind(":path", object.path).bind(":key", object.key).bind(":sha256", object.sha256);
  insert.bind(":content_type", object.content_type).bind(":size_bytes", object.size_bytes);
  insert.bind_or_null(":session_id", object.session.str());
  if (const auto added = insert.bind(":now_ms", stamp.now()).run(); !added) return added.error();
  return {};
}

bool wants(const StoreTarget& target, UploadClass kind) {
  return std::find(target.kinds.begin(), target.kinds.end(), kind) != target.kinds.end();
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// @param event   empty = of no event
/// @param wanted  places that the event itself names; nullopt = every configured one
bool is_for(const StoreTarget& target, const std::string& event,
            const std::optional<std::vector<std::string>>& wanted) {
  if (wanted && !has(*wanted, target.name)) return false;
  return target.events.empty() || event.empty() || has(target.events, event);
}

}  // namespace

Result<void> add_uploads(Connection& database, Stamp& stamp,
                         const std::vector<StoreTarget>& targets, const StoredObject& object) {
  const auto wanted = targets_of(database, object.event, object.session.str());
  if (!wanted) return wanted.error();
  const auto key = picture_key(object.event, object.session, object.sha256);
  const PublicObject file{object.event, object.session, object.path,      key,
                          "image/jpeg", object.sha256,  object.size_bytes};
  for (const auto& target : targets)
    if (wants(target, object.kind) && is_for(target, object.event, *wanted))
      if (auto added = add_upload(database, stamp, target.name, object.kind, file); !added)
        return added;
  return {};
}

Result<void> add_public_uploads(Connection& database, Stamp& stamp,
                                const std::vector<StoreTarget>& targets,
                                const PublicObject& object) {
  const auto wanted = targets_of(database, object.event, object.session.str());
  if (!wanted) return wanted.error();
  for (const auto& target : targets)
    if (target.is_public && is_for(target, object.event, *wanted))
      if (auto added = add_upload(database, stamp, target.name, UploadClass::ShareCopy, object);
          !added)
        return added;
  return {};
}

namespace {
constexpr const char* kWaitingOldestFirst = "SELECT " UPLOAD_COLUMNS R"( FROM upload
    WHERE target = :target AND kind = :kind AND state = 'waiting' ORDER BY sequence LIMIT :limit)";
// A guest is looking at the newest QR code right now.
constexpr const char* kWaitingNewestFirst = "SELECT " UPLOAD_COLUMNS R"( FROM upload
    WHERE target = :target AND kind = :kind AND state = 'waiting' ORDER BY sequence DESC LIMIT :limit)";
}  // namespace

Result<std::vector<UploadItem>> waiting_uploads(Connection& database, const std::string& target,
                                                UploadClass kind, int limit) {
  auto query =
      database.use(kind == UploadClass::ShareCopy ? kWaitingNewestFirst : kWaitingOldestFirst);
  query.bind(":target", target).bind(":kind", to_string(kind)).bind(":limit", limit);
  return read_rows(query, read_upload);
}

namespace {
constexpr const char* kMoveUpload = R"(
    UPDATE upload SET state = :to, attempts = :attempts, resume = :resume, last_error = :last_error,
                      changed_at_ms = :now_ms
    WHERE id = :id AND state = :from)";
constexpr const char* kUploadExists = "SELECT 1 FROM upload WHERE id = :id";

Result<void> add_upload_fact(Connection& database, Stamp& stamp, const UploadItem& changed,
                             const std::string& proof) {
  if (changed.state != UploadState::Synced && changed.state != UploadState::Parked) return {};
  // The row knows what the caller's copy may not.
  const auto stored = upload(database, changed.id);
  if (!stored) return stored.error();
  JsonObject data;
  data.add("target", stored->target).add("key", stored->key).add("kind", to_string(stored->kind));
  data.add("size_bytes", stored->size_bytes).add_unless_empty("session", stored->session.str());
  if (changed.state == UploadState::Synced)
    data.add("proof", proof);
  else
    data.add("reason", changed.last_error);
  const auto type = "upload." + std::string(to_string(changed.state));
  const auto fact = add_fact(database, stamp, type, changed.id.str(), data.text());
  if (!fact) return fact.error();
  return {};
}
constexpr std::chrono::minutes kSharedInTime{1};

Result<void> measure_upload(Connection& database, const Stamp& stamp, UploadState from,
                            const UploadItem& changed, const std::optional<BeforeMove>& before,
                            const std::string& proof) {
  const bool is_synced = changed.state == UploadState::Synced;
  const auto name = "upload." + std::string(to_string(from));
  if (auto added = add_span(database, stamp, before, name, changed.id.str(),
                            is_synced ? proof : changed.last_error);
      !added)
    return added;
  if (!before || !is_synced || changed.kind != UploadClass::ShareCopy) return {};
  if (auto counted =
          count_step(database, GuestStep::PressToShareCopy, stamp.now() - before->pressed);
      !counted)
    return counted;
  const bool is_in_time = stamp.now() - before->begun <= kSharedInTime;
  const auto was_hindered = was_network_in_trouble(database, before->begun);
  if (!was_hindered) return was_hindered.error();
  if (!is_in_time && *was_hindered) return {};
  return count_service(database, stamp, before->event, ServiceIndicator::ShareCopy, is_in_time);
}
}  // namespace

Result<void> move_upload(Connection& database, Stamp& stamp, UploadState from,
                         const UploadItem& changed, const std::string& proof) {
  const auto before = before_upload_moves(database, changed.id.str());
  if (!before) return before.error();
  auto update = database.use(kMoveUpload);
  update.bind(":to", to_string(changed.state)).bind(":attempts", changed.attempts);
  update.bind(":resume", changed.resume).bind(":last_error", changed.last_error);
  update.bind(":now_ms", stamp.now()).bind(":id", changed.id.str()).bind(":from", to_string(from));
  const auto moved = update.run();
  const auto exists = database.use(kUploadExists).bind(":id", changed.id.str()).step();
  if (auto settled = settle_move(moved, exists, "upload " + changed.id.str(), to_string(from));
      !settled)
    return settled;
  if (auto added = add_upload_fact(database, stamp, changed, proof); !added) return added;
  return measure_upload(database, stamp, from, changed, *before, proof);
}

namespace {
// A booth that is switched off every evening must not park its largest photo for it: no attempt is
// counted. What stands in `resume` makes the target look before it sends.
constexpr const char* kReopenUploads = R"(
    UPDATE upload SET state = 'waiting', changed_at_ms = :now_ms,
                      resume = CASE resume WHEN '' THEN '{"outcome":"unknown"}' ELSE resume END,
                      last_error = 'the booth stopped while this was on its way; the outcome is unknown'
    WHERE state IN ('sending', 'confirming'))";
}  // namespace

Result<int> reopen_uploads(Connection& database, const Stamp& stamp) {
  return database.use(kReopenUploads).bind(":now_ms", stamp.now()).run();
}

namespace {
constexpr const char* kUploadPosition = "SELECT sequence FROM upload WHERE id = :id";
constexpr const char* kUploads = "SELECT " UPLOAD_COLUMNS R"( FROM upload
    WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit)";
constexpr const char* kUploadsOfSession = "SELECT " UPLOAD_COLUMNS R"( FROM upload
    WHERE session_id = :session_id AND sequence < :before ORDER BY sequence DESC LIMIT :limit)";
constexpr const char* kUpload = "SELECT " UPLOAD_COLUMNS " FROM upload WHERE id = :id";
}  // namespace

Result<std::vector<UploadItem>> uploads(Connection& database, const SessionId& session, int limit,
                                        const UploadId& before) {
  const auto position = position_before(database, kUploadPosition, before.str(), "upload");
  if (!position) return position.error();
  auto query = database.use(session.empty() ? kUploads : kUploadsOfSession);
  if (!session.empty()) query.bind(":session_id", session.str());
  return read_rows(query.bind(":before", *position).bind(":limit", limit), read_upload);
}

Result<UploadItem> upload(Connection& database, const UploadId& id) {
  auto query = database.use(kUpload);
  return read_row(query.bind(":id", id.str()), read_upload, "upload " + id.str());
}

namespace {
constexpr const char* kUploadCounts = R"(
    SELECT coalesce(sum(items) FILTER (WHERE state IN ('waiting', 'sending', 'confirming')), 0),
           coalesce(sum(bytes) FILTER (WHERE state IN ('waiting', 'sending', 'confirming')), 0),
           coalesce(sum(items) FILTER (WHERE state = 'synced'), 0),
           coalesce(sum(items) FILTER (WHERE state = 'parked'), 0),
           (SELECT min(created_at_ms) FROM upload WHERE state IN ('waiting', 'sending', 'confirming'))
    FROM upload_tally)";
}  // namespace

Result<Store::UploadCounts> upload_counts(Connection& database) {
  auto query = database.use(kUploadCounts);
  const auto row = query.step();
  if (!row) return row.error();
  Store::UploadCounts counts;
  counts.waiting = query.number(0);
  counts.waiting_bytes = query.number(1);
  counts.synced = query.number(2);
  counts.parked = query.number(3);
  if (!query.is_null(4)) counts.oldest_waiting = query.time(4);
  return counts;
}

}  // namespace booth::rows
