#include "daemon/store/open_database.hpp"

#include <system_error>

#include "daemon/runtime/log.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/migrate.hpp"
#include "daemon/store/salvage.hpp"
#include "daemon/store/sqlite_error.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUseWal = "PRAGMA journal_mode = WAL";

Result<void> configure(Connection& database) {
  auto use_wal = database.use(kUseWal);
  const auto row = use_wal.step();
  if (!row) return row.error();
  if (!*row || use_wal.text(0) != "wal")
    return make_error(Errc::Io, "this file system cannot hold a database in WAL mode");
  return database.execute(
      // A stored job is a promise: every commit is on the disk before it is acknowledged.
      "PRAGMA synchronous = FULL;"
      "PRAGMA foreign_keys = ON;"
      // What stays of the WAL file after a checkpoint.
      "PRAGMA journal_size_limit = 16777216;");
}

Result<std::unique_ptr<Connection>> open_checked(const fs::path& file, CheckDepth depth) {
  auto opened = open_as_it_is(file);
  if (!opened) return opened;
  auto& database = **opened;
  if (auto configured = configure(database); !configured) return configured.error();
  if (auto checked = check_database(database, depth); !checked) return checked.error();
  if (auto migrated = migrate(database, file, migrations()); !migrated) return migrated.error();
  return opened;
}

// A database has up to two files beside it; the WAL may hold its newest rows.
constexpr const char* kSuffixes[] = {"-wal", "-shm", ""};

Result<void> rename_all(const std::string& from, const std::string& to) {
  for (const char* suffix : kSuffixes) {
    std::error_code failure;
    fs::rename(from + suffix, to + suffix, failure);
    if (failure && failure != std::errc::no_such_file_or_directory)
      return make_error(Errc::Io, "cannot rename " + from + suffix + ": " + failure.message());
  }
  return fsync_folder(fs::path(to).parent_path());
}

void remove_all(const std::string& file) {
  std::error_code ignored;
  for (const char* suffix : kSuffixes) fs::remove(file + suffix, ignored);
}

/// Closing merges the WAL into the file, which is then one whole database.
Result<Salvaged> build_replacement(const fs::path& damaged, const fs::path& replacement) {
  remove_all(replacement.string());
  auto opened = open_checked(replacement, CheckDepth::Bounded);
  if (!opened) return opened.error();
  const auto salvaged = salvage_rows(**opened, damaged);
  opened->reset();
  if (auto synced = fsync_file(replacement); !synced) return synced.error();
  return salvaged;
}

/// The replacement is whole before the damaged one is renamed, so a crash in between is finished at
/// the next start or begun again, and never forgets the rows.
Result<void> finish_earlier_repair(const fs::path& file) {
  const auto replacement = replacement_of(file).string();
  if (!fs::exists(file) && fs::exists(replacement)) return rename_all(replacement, file.string());
  remove_all(replacement);
  return {};
}

Result<OpenedDatabase> repair(const fs::path& file, UtcTime now, const Error& damage) {
  const auto aside = file.string() + ".damaged-" + std::to_string(now.time_since_epoch().count());
  log::error("database_damaged", {{"set_aside", aside}, {"cause", damage.context}});
  const auto salvaged = build_replacement(file, replacement_of(file));
  if (!salvaged) return salvaged.error();
  if (auto swapped = put_replacement(file, aside); !swapped) return swapped.error();
  auto opened = open_checked(file, CheckDepth::Bounded);
  if (!opened) return opened.error();
  log::warn("database_replaced",
            {{"rows_saved", salvaged->rows}, {"complete", salvaged->is_complete}});
  return OpenedDatabase{std::move(*opened), fs::path(aside).filename(), damage.context, *salvaged};
}

}  // namespace

Result<std::unique_ptr<Connection>> open_as_it_is(const fs::path& file) {
  ::sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = ::sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  SqliteHandle handle(raw);  // must be closed even when opening failed
  if (code != SQLITE_OK) return sqlite_error(code, raw, "opening " + file.string());
  ::sqlite3_busy_timeout(raw, 5000);  // a technician may look in with sqlite3
  return std::make_unique<Connection>(std::move(handle));
}

Result<std::unique_ptr<Connection>> open_to_read(const fs::path& file) {
  auto opened = open_as_it_is(file);
  if (!opened) return opened;
  ::sqlite3_db_config((*opened)->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (auto limited = (*opened)->execute("PRAGMA query_only = ON"); !limited) return limited.error();
  return opened;
}

fs::path replacement_of(const fs::path& file) {
  return file.string() + ".new";
}

Result<void> put_replacement(const fs::path& file, const fs::path& aside) {
  if (auto renamed = rename_all(file.string(), aside.string()); !renamed) return renamed;
  return finish_earlier_repair(file);
}

Result<OpenedDatabase> open_database(const fs::path& file, UtcTime now, CheckDepth depth) {
  if (auto finished = finish_earlier_repair(file); !finished) return finished.error();
  auto opened = open_checked(file, depth);
  if (opened) return OpenedDatabase{std::move(*opened), {}, {}, {}};
  if (opened.error().code == Errc::Corrupt) return repair(file, now, opened.error());
  return opened.error();
}

}  // namespace booth
