#include "daemon/store/go_back.hpp"

#include <doctest/doctest.h>

#include "daemon/store/migrate.hpp"
#include "daemon/store/open_database.hpp"
#include "daemon/store/state_lock.hpp"
#include "tests/store/raw_database.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;

constexpr UtcTime kNow{std::chrono::milliseconds(1'760'000'000'000)};

/// A state directory that a boothd of the next schema has worked on.
struct Rig {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / kDatabaseFile;

  static std::string fact(int sequence, const char* type) {
    return "INSERT INTO fact (sequence, id, at_ms, type, subject, data) VALUES (" +
           std::to_string(sequence) + ", '0190a7c2-0000-7000-8000-00000000000" +
           std::to_string(sequence) + "', 1, '" + type + "', 'booth', '{}');";
  }

  void upgrade() {
    std::vector<Migration> next(migrations().begin(), migrations().end());
    next.push_back(
        {next.back().version + 1, "next",
         "ALTER TABLE fact ADD COLUMN colour TEXT; CREATE TABLE novelty (x INTEGER) STRICT;"});
    RawDatabase database(file);
    must(migrate(database.connection(), file, migrations()));
    database.run(fact(1, "before.upgrade"));
    must(migrate(database.connection(), file, next));
    database.run(fact(2, "after.upgrade"));
    database.run("UPDATE fact SET colour = 'red'; INSERT INTO novelty VALUES (7);");
  }
};

}  // namespace

TEST_SUITE("store/go_back") {
  TEST_CASE_FIXTURE(
      Rig, "an older boothd starts again, with what happened before and after the upgrade") {
    upgrade();
    REQUIRE(open_database(file, kNow, CheckDepth::Whole).error().code == Errc::Unsupported);

    const auto aside = must(go_back(folder.path(), kNow));
    CHECK_FALSE(aside.empty());
    must(open_database(file, kNow, CheckDepth::Whole));
    RawDatabase older(file);
    CHECK(older.texts("SELECT type FROM fact ORDER BY sequence") ==
          std::vector<std::string>{"before.upgrade", "after.upgrade"});
    RawDatabase newer(folder.path() / aside);
    CHECK(newer.number("SELECT count(*) FROM fact WHERE colour = 'red'") == 2);
    CHECK(newer.number("SELECT x FROM novelty") == 7);
  }

  TEST_CASE_FIXTURE(
      Rig, "what the older one does not understand is taken from the copy before the upgrade") {
    upgrade();
    {
      RawDatabase newer(file);
      newer.run(
          "ALTER TABLE fact RENAME TO fact_of_old; CREATE TABLE fact (sequence INTEGER) STRICT;");
    }
    must(go_back(folder.path(), kNow));
    RawDatabase older(file);
    CHECK(older.texts("SELECT type FROM fact") == std::vector<std::string>{"before.upgrade"});
  }

  TEST_CASE_FIXTURE(Rig, "going back where nothing is newer changes nothing") {
    must(open_database(file, kNow, CheckDepth::Whole));
    CHECK(must(go_back(folder.path(), kNow)).empty());
    CHECK_FALSE(std::filesystem::exists(replacement_of(file)));
    CHECK(go_back(folder.path() / "nowhere", kNow).has_error());
  }

  TEST_CASE_FIXTURE(Rig, "a running booth is left alone") {
    upgrade();
    const auto running = must(StateLock::take(folder.path()));
    CHECK(go_back(folder.path(), kNow).error().code == Errc::Busy);
  }

  TEST_CASE_FIXTURE(Rig, "a crash between the two renames is finished by the next start") {
    upgrade();
    must(go_back(folder.path(), kNow));
    std::filesystem::rename(file, replacement_of(file));
    must(open_database(file, kNow, CheckDepth::Whole));
    RawDatabase older(file);
    CHECK(older.number("SELECT count(*) FROM fact") == 2);
  }
}

}  // namespace booth
