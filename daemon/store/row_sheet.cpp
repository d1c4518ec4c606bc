#include "daemon/store/row_sheet.hpp"

#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_print_rules.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_span.hpp"
#include "daemon/store/row_upload.hpp"

#define SHEET_COLUMNS \
  "id, session_id, path, sha256, size_bytes, width_px, height_px, medium, recipe, made_at_ms"

namespace booth::rows {
namespace {

std::optional<Sheet> read_sheet(const Statement& row) {
  Sheet sheet;
  sheet.id = SheetId(row.text(0));
  sheet.session = SessionId(row.text(1));
  sheet.path = row.text(2);
  sheet.sha256 = row.text(3);
  sheet.size_bytes = row.number(4);
  sheet.size = {row.small_number(5), row.small_number(6)};
  sheet.medium = row.text(7);
  sheet.recipe = row.text(8);
  sheet.made_at = row.time(9);
  return sheet;
}

std::string folder_of(const std::string& event, const SessionId& session) {
  return "sheets/" + event + "/" + session.str() + "/";
}

}  // namespace

std::string sheet_path(const std::string& event, const SessionId& session, const SheetId& id) {
  return folder_of(event, session) + id.str() + ".jpg";
}

std::string share_copy_path(const std::string& event, const SessionId& session, const SheetId& id) {
  return folder_of(event, session) + id.str() + "-share.jpg";
}

namespace {
constexpr const char* kSheetTaken =
    "SELECT id FROM sheet WHERE session_id = :session_id OR id = :id LIMIT 1";
}  // namespace

Result<Session> check_can_add_sheet(Connection& database, const SheetId& id,
                                    const SessionId& session_id) {
  auto owner = session(database, session_id);
  if (!owner) return owner.error();

  auto query = database.use(kSheetTaken);
  const auto is_taken = query.bind(":session_id", session_id.str()).bind(":id", id.str()).step();
  if (!is_taken) return is_taken.error();
  if (*is_taken)
    return make_error(Errc::Conflict,
                      "session " + session_id.str() + " has sheet " + query.text(0) + " already");
  if (owner->state != SessionState::Composing)
    return make_error(Errc::Conflict, "session " + session_id.str() + " is " +
                                          std::string(to_string(owner->state)) + ", not composing");
  return owner;
}

namespace {

constexpr const char* kAddSheet = R"(
    INSERT INTO sheet (id, session_id, path, sha256, size_bytes, share_path, share_sha256, share_size_bytes,
                       width_px, height_px, medium, recipe, made_at_ms)
    VALUES (:id, :session_id, :path, :sha256, :size_bytes, :share_path, :share_sha256,
            :share_size_bytes, :width_px, :height_px, :medium, :recipe, :made_at_ms))";

Result<void> insert_sheet(Connection& database, const StoredSheet& stored) {
  const auto& sheet = stored.sheet;
  auto insert = database.use(kAddSheet);
  insert.bind(":id", sheet.id.str()).bind(":session_id", sheet.session.str());
  insert.bind(":path", sheet.path)
      .bind(":sha256", sheet.sha256)
      .bind(":size_bytes", sheet.size_bytes);
  insert.bind(":share_path", stored.share_path).bind(":share_sha256", stored.share_sha256);
  insert.bind(":share_size_bytes", stored.share_size_bytes);
  insert.bind(":width_px", sheet.size.width).bind(":height_px", sheet.size.height);
  insert.bind(":medium", sheet.medium)
      .bind(":recipe", sheet.recipe)
      .bind(":made_at_ms", sheet.made_at);
  if (const auto added = insert.run(); !added) return added.error();
  return {};
}

Result<void> add_sheet_fact(Connection& database, Stamp& stamp, const StoredSheet& stored,
                            std::size_t prints) {
  JsonObject data;
  data.add("event", stored.event).add("session", stored.sheet.session.str());
  data.add("path", stored.sheet.path).add("sha256", stored.sheet.sha256);
  data.add("share_path", stored.share_path).add("medium", stored.sheet.medium);
  data.add("prints", static_cast<std::int64_t>(prints));
  const auto fact = add_fact(database, stamp, "sheet.made", stored.sheet.id.str(), data.text());
  if (!fact) return fact.error();
  return {};
}

constexpr const char* kLastShot =
    "SELECT max(stored_at_ms) FROM shot WHERE session_id = :session_id AND replaced_by IS NULL";

Result<void> measure_sheet(Connection& database, const Stamp& stamp, const Sheet& sheet) {
  auto last = database.use(kLastShot);
  const auto row = last.bind(":session_id", sheet.session.str()).step();
  if (!row) return row.error();
  if (last.is_null(0)) return {};
  const auto since = last.time(0);
  if (auto counted = count_step(database, GuestStep::LastShotToSheet, stamp.now() - since);
      !counted)
    return counted;
  return add_span(database, sheet.session, {"sheet.made", sheet.id.str(), since, stamp.now(), ""});
}

}  // namespace

Result<void> add_sheet(Connection& database, Stamp& stamp, const std::vector<StoreTarget>& targets,
                       const StoredSheet& stored, std::vector<PrintJob> prints,
                       const PrintRules& rules) {
  const auto& sheet = stored.sheet;
  if (auto added = insert_sheet(database, stored); !added) return added;
  if (auto added = add_sheet_fact(database, stamp, stored, prints.size()); !added) return added;
  if (auto measured = measure_sheet(database, stamp, sheet); !measured) return measured;
  for (auto& print : prints) print.sheet = sheet.id;
  if (auto added = add_prints_with_sheet(database, stamp, prints, rules); !added) return added;

  // Before the share copy, which is newer and therefore goes first: what the page names is there.
  if (!stored.page.path.empty())
    if (auto added = add_public_uploads(database, stamp, targets, stored.page); !added)
      return added;
  const StoredObject share{UploadClass::ShareCopy, stored.event,        sheet.session,
                           stored.share_path,      stored.share_sha256, stored.share_size_bytes};
  if (auto added = add_uploads(database, stamp, targets, share); !added) return added;
  const StoredObject full{UploadClass::Sheet, stored.event, sheet.session,
                          sheet.path,         sheet.sha256, sheet.size_bytes};
  if (auto added = add_uploads(database, stamp, targets, full); !added) return added;

  return move_session(database, stamp, sheet.session, SessionState::Composing, SessionState::Done,
                      "");
}

namespace {
constexpr const char* kSheetOf =
    "SELECT " SHEET_COLUMNS " FROM sheet WHERE session_id = :session_id";
constexpr const char* kSheet = "SELECT " SHEET_COLUMNS " FROM sheet WHERE id = :id";
}  // namespace

Result<std::optional<Sheet>> sheet_of(Connection& database, const SessionId& session) {
  auto query = database.use(kSheetOf);
  auto found = read_rows(query.bind(":session_id", session.str()), read_sheet);
  if (!found) return found.error();
  if (found->empty()) return std::optional<Sheet>();
  return std::optional(std::move(found->front()));
}

Result<Sheet> sheet(Connection& database, const SheetId& id) {
  auto query = database.use(kSheet);
  return read_row(query.bind(":id", id.str()), read_sheet, "sheet " + id.str());
}

}  // namespace booth::rows
