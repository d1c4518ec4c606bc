#include "daemon/store/migrate.hpp"

#include <array>
#include <string>
#include <system_error>

#include "daemon/runtime/log.hpp"
#include "daemon/store/durable_file.hpp"

namespace booth {
namespace {

constexpr Migration kMigrations[] = {
#include "daemon/store/migrations.inc"
};

constexpr const char* kSchemaVersion = "PRAGMA user_version";
constexpr const char* kCopyDatabase = "VACUUM INTO :file";

Result<void> apply(Connection& database, const Migration& step) {
  auto work = [&database, &step]() -> Result<void> {
    if (auto applied = database.execute(step.sql); !applied) return applied;
    return database.execute("PRAGMA user_version = " + std::to_string(step.version));
  };
  auto done = in_transaction(database, work);
  if (!done)
    return make_error(done.error().code,
                      std::string("migration ") + step.name + ": " + done.error().context);
  log::note("database_migrated", {{"to", step.version}, {"name", step.name}});
  return {};
}

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

std::filesystem::path copy_of(const std::filesystem::path& file, int version) {
  return file.string() + ".v" + std::to_string(version);
}

Result<void> copy_database(Connection& database, const std::filesystem::path& copy) {
  // Under a temporary name first: a copy that was cut short must not be taken for a whole one.
  std::error_code ignored;
  const std::filesystem::path temporary = copy.string() + ".tmp";
  std::filesystem::remove(temporary, ignored);
  const auto copied = database.use(kCopyDatabase).bind(":file", temporary.string()).run();
  if (!copied) return copied.error();
  if (auto synced = fsync_file(temporary); !synced) return synced;
  std::error_code failure;
  std::filesystem::rename(temporary, copy, failure);
  if (failure) return make_error(Errc::Io, copy.string() + ": " + failure.message());
  return fsync_folder(copy.parent_path());
}

Result<int> schema_version(Connection& database) {
  auto query = database.use(kSchemaVersion);
  const auto row = query.step();
  if (!row) return row.error();
  return query.small_number(0);
}

Result<void> migrate(Connection& database, const std::filesystem::path& file,
                     std::span<const Migration> steps) {
  const auto version = schema_version(database);
  if (!version) return version.error();
  const int newest = steps.empty() ? 0 : steps.back().version;
  if (*version > newest)
    return make_error(Errc::Unsupported,
                      file.string() + " was written by a newer boothd (schema " +
                          std::to_string(*version) + ", this one knows " + std::to_string(newest) +
                          "): install that version again, or take the copy that was made before "
                          "the upgrade: boothd --go-back");
  if (*version > 0 && *version < newest) {
    if (auto copied = copy_database(database, copy_of(file, *version)); !copied) return copied;
  }
  for (const auto& step : steps)
    if (step.version > *version)
      if (auto applied = apply(database, step); !applied) return applied;
  return {};
}

}  // namespace booth
