#include "daemon/store/go_back.hpp"

#include <string_view>
#include <vector>

#include "daemon/runtime/log.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/migrate.hpp"
#include "daemon/store/open_database.hpp"
#include "daemon/store/salvage.hpp"
#include "daemon/store/state_lock.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAttach = "ATTACH :file AS other";
// The tallies count by themselves, by triggers.
constexpr const char* kTables = R"(
    SELECT name FROM main.sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%tally')";
constexpr const char* kCommonColumns = R"(
    SELECT group_concat('"' || ours.name || '"')
    FROM pragma_table_info(:table, 'main') AS ours
    JOIN pragma_table_info(:table, 'other') AS theirs USING (name))";

// Names cannot be bound. They are those of our own migrations.
constexpr std::string_view kTakeRows =
    "INSERT OR IGNORE INTO main.TABLE (COLUMNS) SELECT COLUMNS FROM other.TABLE";

std::string filled(std::string_view statement, const std::string& table,
                   const std::string& columns) {
  std::string text(statement);
  const auto fill = [&text](std::string_view word, const std::string& name) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + name.size()))
      text.replace(at, word.size(), name);
  };
  fill("TABLE", table);
  fill("COLUMNS", columns);
  return text;
}

Result<std::vector<std::string>> our_tables(Connection& database) {
  std::vector<std::string> names;
  auto query = database.use(kTables);
  while (true) {
    const auto has_row = query.step();
    if (!has_row) return has_row.error();
    if (!*has_row) return names;
    names.push_back(query.text(0));
  }
}

Result<void> take_table(Connection& database, const std::string& table) {
  std::string columns;
  {
    auto query = database.use(kCommonColumns);
    const auto row = query.bind(":table", table).step();
    if (!row) return row.error();
    columns = query.text(0);
  }
  if (columns.empty()) return {};
  return database.execute(filled(kTakeRows, table, columns));
}

/// Every row of `source` that this program understands and does not have yet: columns that it does
/// not know are left out, values that it does not know leave the row to the next source.
Result<void> take_rows(Connection& database, const fs::path& source) {
  const auto attached = database.use(kAttach).bind(":file", source.string()).run();
  if (!attached) return attached.error();
  const auto tables = our_tables(database);
  if (!tables) return tables.error();
  for (const auto& table : *tables)
    if (const auto taken = take_table(database, table); !taken)
      log::warn("table_not_taken",
                {{"table", table}, {"from", source.string()}, {"cause", taken.error().context}});
  return database.execute("DETACH other");
}

Result<void> build_older(const fs::path& file, const fs::path& copy) {
  const auto replacement = replacement_of(file);
  std::error_code ignored;
  fs::remove(replacement, ignored);
  auto opened = open_as_it_is(replacement);
  if (!opened) return opened.error();
  auto& database = **opened;
  if (auto made = migrate(database, replacement, migrations()); !made) return made;
  if (auto freed = database.execute("PRAGMA foreign_keys = OFF"); !freed) return freed;
  if (auto taken = take_rows(database, file); !taken) return taken;
  if (fs::exists(copy))
    if (auto taken = take_rows(database, copy); !taken) return taken;
  if (const auto mended = mend_references(database); !mended) return mended.error();
  opened->reset();
  return fsync_file(replacement);
}

}  // namespace

Result<std::string> go_back(const fs::path& state_dir, UtcTime now) {
  auto lock = StateLock::take(state_dir);
  if (!lock) return lock.error();
  const auto file = state_dir / kDatabaseFile;
  if (!fs::exists(file)) return std::string();

  const int ours = migrations().back().version;
  {
    auto newer = open_as_it_is(file);
    if (!newer) return newer.error();
    const auto theirs = schema_version(**newer);
    if (!theirs) return theirs.error();
    if (*theirs <= ours) return std::string();
  }
  if (auto built = build_older(file, copy_of(file, ours)); !built) return built.error();
  const auto aside = file.string() + ".newer-" + std::to_string(now.time_since_epoch().count());
  if (auto swapped = put_replacement(file, aside); !swapped) return swapped.error();
  return fs::path(aside).filename().string();
}

}  // namespace booth
