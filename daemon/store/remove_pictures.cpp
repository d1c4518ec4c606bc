#include "daemon/store/remove_pictures.hpp"

#include <system_error>
#include <vector>

#include "daemon/runtime/log.hpp"
#include "daemon/store/forget_session.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_privacy.hpp"

namespace booth {
namespace {

constexpr int kLookedAt = 200;

struct Picture {
  std::int64_t sequence = 0;
  std::int64_t size_bytes = 0;
  PictureRecord record;
};

std::optional<Picture> read_picture(const Statement& row) {
  Picture picture;
  picture.sequence = row.number(0);
  picture.size_bytes = row.number(1);
  picture.record.stored_at = row.time(2);
  picture.record.uploads = row.small_number(3);
  picture.record.synced = row.small_number(4);
  picture.record.is_needed_to_print = row.number(5) != 0;
  picture.record.newer_sessions = row.number(6);
  if (!row.is_null(7)) picture.record.keep = std::chrono::days(row.number(7));
  return picture;
}

/// The same four steps for shots and for sheets.
struct Kind {
  const char* name;
  const char* look;
  const char* begin;
  const char* begun;
  const char* finish;
};

// What the newest version of a picture's event says about it: a customer may want his pictures for
// longer.
#define KEEP_DAYS_OF(event) \
  "(SELECT keep_days FROM event_version WHERE slug = " event " ORDER BY version DESC LIMIT 1)"

// A session that is not finished may still need its shots for the sheet.
constexpr Kind kShots{
    "shot",
    R"(SELECT shot.sequence, shot.size_bytes, stored_at_ms,
              (SELECT count(*) FROM upload WHERE upload.path = shot.path),
              (SELECT count(*) FROM upload WHERE upload.path = shot.path AND state = 'synced'),
              coalesce(session.state NOT IN ('done', 'cancelled', 'interrupted'), 0),
              coalesce((SELECT max(sequence) FROM session) - session.sequence,
                       (SELECT max(sequence) FROM shot) - shot.sequence),
              coalesce()" KEEP_DAYS_OF("shot.event") R"(,
                       (SELECT originals_days FROM event_retention WHERE event_retention.event = shot.event))
       FROM shot LEFT JOIN session ON session.id = shot.session_id
       WHERE removal IS NULL AND shot.sequence > :after ORDER BY shot.sequence LIMIT :limit)",
    "UPDATE shot SET removal = 'begun' WHERE sequence = :sequence AND removal IS NULL",
    "SELECT path FROM shot WHERE removal = 'begun'",
    "UPDATE shot SET removal = 'done' WHERE removal = 'begun'"};

constexpr Kind kSheets{
    "sheet",
    R"(SELECT sheet.sequence, size_bytes + share_size_bytes, made_at_ms,
              (SELECT count(*) FROM upload WHERE upload.path IN (sheet.path, share_path)),
              (SELECT count(*) FROM upload WHERE upload.path IN (sheet.path, share_path) AND state = 'synced'),
              EXISTS (SELECT 1 FROM print_job
                      WHERE sheet_id = sheet.id AND print_job.state NOT IN ('printed', 'cancelled')),
              (SELECT max(sequence) FROM session) - session.sequence,
              coalesce()" KEEP_DAYS_OF("session.event") R"(,
                       (SELECT sheets_days FROM event_retention WHERE event_retention.event = session.event))
       FROM sheet JOIN session ON session.id = sheet.session_id
       WHERE removal IS NULL AND sheet.sequence > :after ORDER BY sheet.sequence LIMIT :limit)",
    "UPDATE sheet SET removal = 'begun' WHERE sequence = :sequence AND removal IS NULL",
    R"(SELECT path FROM sheet WHERE removal = 'begun'
       UNION ALL SELECT share_path FROM sheet WHERE removal = 'begun')",
    "UPDATE sheet SET removal = 'done' WHERE removal = 'begun'"};

std::optional<std::string> read_path(const Statement& row) {
  return row.text(0);
}

/// What an earlier step, or an earlier run of the daemon, has begun.
Result<int> finish_begun(Connection& database, const SqliteStoreOptions& options,
                         const Kind& kind) {
  auto query = database.use(kind.begun);
  const auto paths = read_rows(query, read_path);
  if (!paths || paths->empty()) return paths ? Result<int>(0) : paths.error();
  int removed = 0;
  for (const auto& path : *paths) {
    std::error_code failure;
    if (std::filesystem::remove(options.state_dir / path, failure)) ++removed;
    if (failure) return make_error(Errc::Io, "cannot remove " + path + ": " + failure.message());
  }
  const auto finished = database.use(kind.finish).run();
  if (!finished) return finished.error();
  return removed;
}

Result<void> begin(Connection& database, Stamp& stamp, const Kind& kind,
                   const std::vector<Picture>& chosen) {
  std::int64_t bytes = 0;
  for (const auto& picture : chosen) {
    const auto begun = database.use(kind.begin).bind(":sequence", picture.sequence).run();
    if (!begun) return begun.error();
    bytes += picture.size_bytes;
  }
  JsonObject data;
  data.add("pictures", static_cast<std::int64_t>(chosen.size())).add("bytes", bytes);
  const auto fact = rows::add_fact(database, stamp, "pictures.removed", kind.name, data.text());
  if (!fact) return fact.error();
  log::note("pictures_removed", {{"kind", kind.name},
                                 {"pictures", static_cast<std::int64_t>(chosen.size())},
                                 {"bytes", bytes}});
  return {};
}

Result<std::vector<Picture>> look(Connection& database, const Kind& kind, std::int64_t& position) {
  auto query = database.use(kind.look);
  auto pictures = read_rows(query.bind(":after", position).bind(":limit", kLookedAt), read_picture);
  if (!pictures) return pictures;
  const bool is_end = pictures->size() < static_cast<std::size_t>(kLookedAt);
  position = is_end ? 0 : pictures->back().sequence;
  return pictures;
}

Result<int> remove_kind(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                        const RetentionLimits& limits, DiskLevel level, const Kind& kind,
                        std::int64_t& position) {
  const auto earlier = finish_begun(database, options, kind);
  if (!earlier) return earlier;
  const auto pictures = look(database, kind, position);
  if (!pictures) return pictures.error();
  std::vector<Picture> chosen;
  for (const auto& picture : *pictures)
    if (may_remove(picture.record, stamp.now(), level, limits)) chosen.push_back(picture);
  if (chosen.empty()) return earlier;

  auto work = [&] { return begin(database, stamp, kind, chosen); };
  if (auto begun = in_transaction(database, work); !begun) return begun.error();
  const auto now = finish_begun(database, options, kind);
  if (!now) return now;
  return *earlier + *now;
}

}  // namespace

Result<int> finish_removals(Connection& database, const SqliteStoreOptions& options) {
  const auto shots = finish_begun(database, options, kShots);
  if (!shots) return shots;
  const auto sheets = finish_begun(database, options, kSheets);
  if (!sheets) return sheets;
  return *shots + *sheets;
}

Result<int> remove_pictures(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                            const RetentionLimits& limits, DiskLevel level,
                            RemovalPosition& position) {
  const auto shots = remove_kind(database, options, stamp, limits, level, kShots, position.shot);
  if (!shots) return shots;
  const auto sheets = remove_kind(database, options, stamp, limits, level, kSheets, position.sheet);
  if (!sheets) return sheets;
  const auto pages = finish_forgotten_pages(database, options);
  if (!pages) return pages;
  auto contacts = [&] { return rows::remove_old_contacts(database, stamp); };
  if (const auto removed = in_transaction(database, contacts); !removed) return removed;
  return *shots + *sheets + *pages;
}

}  // namespace booth
