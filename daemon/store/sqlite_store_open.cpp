#include <stdexcept>
#include <utility>

#include "daemon/runtime/log.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/keep_share_page.hpp"
#include "daemon/store/open_database.hpp"
#include "daemon/store/row_backlog.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_privacy.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/state_lock.hpp"
#include "daemon/store/stray_files.hpp"

namespace booth {

namespace {

// A whole check takes seconds on a big database; a fault that it does not find must not repeat it
// all the time.
constexpr std::chrono::minutes kHealPause{1};

Result<void> report_damage(OpenedDatabase& opened, Stamp& stamp) {
  if (opened.set_aside.empty()) return {};
  JsonObject data;
  data.add("set_aside", opened.set_aside).add("damage", opened.damage);
  data.add("rows_saved", opened.salvaged.rows);
  data.add("all_rows_saved", opened.salvaged.is_complete ? "yes" : "no");
  const auto added =
      rows::add_fact(*opened.connection, stamp, "store.damaged", "booth.db", data.text());
  if (!added) return added.error();
  return {};
}

}  // namespace

SqliteStore::SqliteStore(SqliteStoreOptions options, Timer& timer, std::unique_ptr<StateLock> lock,
                         std::unique_ptr<Connection> database)
    : options_(std::move(options)),
      timer_(timer),
      lock_(std::move(lock)),
      spare_random_(timer.random_bytes()),
      database_(std::move(database)) {}

SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(SqliteStoreOptions options, Timer& timer) {
  std::error_code failure;
  std::filesystem::create_directories(options.state_dir, failure);
  if (failure)
    return make_error(Errc::Io,
                      "cannot make " + options.state_dir.string() + ": " + failure.message());
  auto lock = StateLock::take(options.state_dir);
  if (!lock) return lock.error();

  auto opened =
      open_database(options.state_dir / kDatabaseFile, timer.utc_now(), CheckDepth::Bounded);
  if (!opened) return opened.error();
  Stamp stamp(timer);
  if (auto reported = report_damage(*opened, stamp); !reported) return reported.error();
  if (auto settled = settle_stray_files(*opened->connection, options, stamp); !settled)
    // Not worth staying down for: the files stay where they are and are looked at again at the next
    // start.
    log::error("stray_files_not_settled", {{"cause", settled.error().context}});
  auto keep_retention = [&] { return rows::set_retention(*opened->connection, options.retention); };
  if (auto set = in_transaction(*opened->connection, keep_retention); !set)
    log::error("retention_not_set", {{"cause", set.error().context}});
  auto backfill = [&] { return backfill_uploads(*opened->connection, options, stamp); };
  if (const auto added = in_transaction(*opened->connection, backfill); !added)
    log::error("uploads_not_backfilled", {{"cause", added.error().context}});
  else if (*added > 0)
    log::note("uploads_backfilled", {{"count", *added}});
  if (auto kept = keep_share_page(*opened->connection, options, stamp); !kept)
    log::error("share_page_not_kept", {{"cause", kept.error().context}});
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::move(options), timer, std::move(*lock), std::move(opened->connection)));
}

/// Reader's thread. A commit that was acknowledged is seen by every later look.
Result<void> SqliteStore::open_reader() {
  const int generation = generation_;
  if (reader_ && reader_generation_ == generation) return {};
  reader_.reset();
  auto opened = open_to_read(options_.state_dir / kDatabaseFile);
  if (!opened) return opened.error();
  reader_ = std::move(*opened);
  reader_generation_ = generation;
  return {};
}

/// Store's thread. The call that met the damage fails; the next one finds a sound database.
void SqliteStore::heal() {
  const auto now = std::chrono::steady_clock::now();
  if (healed_at_ && now - *healed_at_ < kHealPause) return;
  healed_at_ = now;
  log::error("database_looks_damaged", {{"file", kDatabaseFile}});
  database_.reset();
  const auto utc_now =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  auto opened = open_database(options_.state_dir / kDatabaseFile, utc_now, CheckDepth::Whole);
  // Without a database there is no booth: the daemon ends and is started again.
  if (!opened) throw std::runtime_error(opened.error().context);
  Stamp stamp(utc_now, spare_random_);
  if (auto reported = report_damage(*opened, stamp); !reported)
    log::error("damage_not_reported", {{"cause", reported.error().context}});
  database_ = std::move(opened->connection);
  ++generation_;
}

}  // namespace booth
