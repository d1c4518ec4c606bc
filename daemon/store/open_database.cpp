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

Result<std::unique_ptr<Connection>> open_file(const fs::path& file) {
  ::sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = ::sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  SqliteHandle handle(raw);  // must be closed even when opening failed
  if (code != SQLITE_OK) return sqlite_error(code, raw, "opening " + file.string());
  ::sqlite3_busy_timeout(raw, 5000);  // a technician may look in with sqlite3
  return std::make_unique<Connection>(std::move(handle));
}

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
  auto opened = open_file(file);
  if (!opened) return opened;
  auto& database = **opened;
  if (auto configured = configure(database); !configured) return configured.error();
  if (auto checked = check_database(database, depth); !checked) return checked.error();
  if (auto migrated = migrate(database, file, migrations()); !migrated) return migrated.error();
  return opened;
}

/// The WAL goes along: it may hold the newest rows.
Result<std::string> set_aside(const fs::path& file, UtcTime now) {
  const auto name = file.string() + ".damaged-" + std::to_string(now.time_since_epoch().count());
  for (const char* suffix : {"-wal", "-shm", ""}) {
    std::error_code failure;
    fs::rename(file.string() + suffix, name + suffix, failure);
    if (failure && failure != std::errc::no_such_file_or_directory)
      return make_error(Errc::Io,
                        "cannot set " + file.string() + suffix + " aside: " + failure.message());
  }
  if (auto synced = fsync_folder(file.parent_path()); !synced) return synced.error();
  return name;
}

}  // namespace

Result<OpenedDatabase> open_database(const fs::path& file, UtcTime now, CheckDepth depth) {
  OpenedDatabase result;
  auto opened = open_checked(file, depth);
  if (!opened && opened.error().code == Errc::Corrupt) {
    result.damage = opened.error().context;
    const auto name = set_aside(file, now);
    if (!name) return name.error();
    log::error("database_damaged", {{"set_aside", *name}, {"cause", result.damage}});
    result.set_aside = fs::path(*name).filename();
    opened = open_checked(file, CheckDepth::Bounded);
    if (opened) result.salvaged = salvage_rows(**opened, *name);
  }
  if (!opened) return opened.error();
  result.connection = std::move(*opened);
  return result;
}

}  // namespace booth
