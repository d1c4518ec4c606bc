#include "daemon/store/row_backlog.hpp"

#include <span>

#include "daemon/runtime/sha256.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_upload.hpp"

namespace booth {

// --- what waits where

namespace {
constexpr const char* kBacklog = R"(
    SELECT target, sum(state <> 'parked'), sum(iif(state <> 'parked', size_bytes, 0)),
           sum(state = 'parked'), min(iif(state <> 'parked', created_at_ms, NULL)),
           (SELECT count(*) FROM erasure
            WHERE erasure.target = upload.target AND erasure.state = 'wanted')
    FROM upload WHERE state <> 'synced' GROUP BY target)";
constexpr const char* kErasuresOnly = R"(
    SELECT target, count(*) FROM erasure
    WHERE state = 'wanted' AND target NOT IN (SELECT target FROM upload WHERE state <> 'synced')
    GROUP BY target)";

std::optional<Backlog::TargetCounts> read_counts(const Statement& row) {
  Backlog::TargetCounts counts;
  counts.target = row.text(0);
  counts.waiting = row.number(1);
  counts.waiting_bytes = row.number(2);
  counts.parked = row.number(3);
  if (!row.is_null(4)) counts.oldest_waiting = row.time(4);
  counts.erasures = row.number(5);
  return counts;
}

std::optional<Backlog::TargetCounts> read_erasures(const Statement& row) {
  Backlog::TargetCounts counts;
  counts.target = row.text(0);
  counts.erasures = row.number(1);
  return counts;
}
}  // namespace

Result<std::vector<Backlog::TargetCounts>> backlog(Connection& database) {
  auto query = database.use(kBacklog);
  auto counts = read_rows(query, read_counts);
  if (!counts) return counts;
  auto others = database.use(kErasuresOnly);
  const auto more = read_rows(others, read_erasures);
  if (!more) return more.error();
  counts->insert(counts->end(), more->begin(), more->end());
  return counts;
}

// --- targets that came later

namespace {
constexpr const char* kPictures = R"(
    SELECT 'original', event, session_id, path, sha256, size_bytes FROM shot WHERE removal IS NULL
    UNION ALL
    SELECT 'share_copy', event, session_id, share_path, share_sha256, share_size_bytes
    FROM sheet JOIN session ON session.id = session_id WHERE removal IS NULL
    UNION ALL
    SELECT 'sheet', event, session_id, path, sha256, size_bytes
    FROM sheet JOIN session ON session.id = session_id WHERE removal IS NULL)";

std::optional<rows::StoredObject> read_picture(const Statement& row) {
  const auto kind = upload_class_from(row.text(0));
  if (!kind) return std::nullopt;
  return rows::StoredObject{*kind,       row.text(1), SessionId(row.text(2)),
                            row.text(3), row.text(4), row.number(5)};
}

constexpr const char* kIsKnown =
    "SELECT 1 FROM known_target WHERE target = :target AND wish = :wish";
constexpr const char* kKnow = R"(
    INSERT INTO known_target (target, wish) VALUES (:target, :wish)
    ON CONFLICT (target) DO UPDATE SET wish = :wish)";

/// What the target gets, as text: another wish is a reason to look through the old pictures again.
std::string wish_of(const StoreTarget& target) {
  std::string wish;
  for (const auto kind : target.kinds) wish += std::string(to_string(kind)) + " ";
  for (const auto& event : target.events) wish += "event:" + event + " ";
  return wish;
}

Result<bool> is_known(Connection& database, const StoreTarget& target) {
  auto query = database.use(kIsKnown);
  return query.bind(":target", target.name).bind(":wish", wish_of(target)).step();
}

Result<void> know(Connection& database, const StoreTarget& target) {
  const auto known =
      database.use(kKnow).bind(":target", target.name).bind(":wish", wish_of(target)).run();
  if (!known) return known.error();
  return {};
}

constexpr const char* kUploadRows = "SELECT count(*) FROM upload";

Result<std::int64_t> count_rows(Connection& database) {
  auto query = database.use(kUploadRows);
  const auto row = query.step();
  if (!row) return row.error();
  return query.number(0);
}
}  // namespace

Result<int> backfill_uploads(Connection& database, const SqliteStoreOptions& options,
                             Stamp& stamp) {
  std::vector<StoreTarget> fresh;
  for (const auto& target : options.targets) {
    const auto known = is_known(database, target);
    if (!known) return known.error();
    if (!*known) fresh.push_back(target);
  }
  if (fresh.empty()) return 0;
  const auto before = count_rows(database);
  if (!before) return before.error();
  std::vector<rows::StoredObject> pictures;
  {
    auto query = database.use(kPictures);
    auto found = read_rows(query, read_picture);
    if (!found) return found.error();
    pictures = std::move(*found);
  }
  for (const auto& picture : pictures)
    if (auto added = rows::add_uploads(database, stamp, fresh, picture); !added)
      return added.error();
  for (const auto& target : fresh)
    if (auto noted = know(database, target); !noted) return noted.error();
  const auto after = count_rows(database);
  if (!after) return after.error();
  return static_cast<int>(*after - *before);
}

// --- trying a target

Result<UploadItem> keep_test_object(const SqliteStoreOptions& options, Stamp& stamp,
                                    const std::string& target) {
  const auto id = stamp.next_id();
  const std::string text = "boothd tries whether it can store and delete here: " + id + "\n";
  UploadItem item;
  item.id = UploadId(id);
  item.target = target;
  item.kind = UploadClass::ShareCopy;
  item.path = "test/connection.txt";
  item.content_type = "text/plain";
  item.sha256 = sha256_hex(text);
  item.size_bytes = static_cast<std::int64_t>(text.size());
  item.key = "test/" + item.sha256 + ".txt";
  const auto bytes = std::as_bytes(std::span(text));
  if (auto kept = write_durably(options.state_dir, item.path, bytes, options.reserve_bytes); !kept)
    return kept.error();
  return item;
}

}  // namespace booth
