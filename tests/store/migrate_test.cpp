#include "daemon/store/migrate.hpp"

#include <array>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "tests/store/raw_database.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;

struct Rig {
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "booth.db";
  RawDatabase database{file};
};

constexpr const char* kSchema =
    "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name";

constexpr std::array kOne{
    Migration{1, "0001_one", "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (7);"}};
constexpr std::array kTwo{kOne[0], Migration{2, "0002_two", "ALTER TABLE a ADD COLUMN y TEXT;"}};
constexpr std::array kBroken{
    kOne[0], Migration{2, "0002_bad", "CREATE TABLE b (x INTEGER) STRICT; NONSENSE;"}};

}  // namespace

TEST_SUITE("store/migrate") {
  TEST_CASE_FIXTURE(Rig, "schema.sql is the sum of all migrations") {
    must(migrate(database.connection(), file, migrations()));
    RawDatabase sum(folder.path() / "sum.db");
    std::ifstream schema(BOOTH_SOURCE_DIR "/daemon/store/schema.sql");
    sum.run({std::istreambuf_iterator<char>(schema), {}});
    CHECK(database.texts(kSchema) == sum.texts(kSchema));
    CHECK(database.texts(kSchema).size() > 10);
  }

  TEST_CASE("migrations are numbered from 1 without a gap") {
    int expected = 1;
    for (const auto& step : migrations()) {
      CHECK(step.version == expected);
      CHECK(std::string(step.name).starts_with("000" + std::to_string(expected) + "_"));
      ++expected;
    }
    CHECK(expected > 1);
  }

  TEST_CASE_FIXTURE(Rig, "migrating twice changes nothing") {
    must(migrate(database.connection(), file, kOne));
    must(migrate(database.connection(), file, kOne));
    CHECK(must(schema_version(database.connection())) == 1);
    CHECK(database.number("SELECT count(*) FROM a") == 1);
  }

  TEST_CASE_FIXTURE(Rig, "a database with rows is copied before it is changed") {
    must(migrate(database.connection(), file, kOne));
    CHECK_FALSE(std::filesystem::exists(copy_of(file, 0)));
    must(migrate(database.connection(), file, kTwo));
    CHECK(must(schema_version(database.connection())) == 2);
    RawDatabase copy(copy_of(file, 1));
    CHECK(copy.number("PRAGMA user_version") == 1);
    CHECK(copy.number("SELECT x FROM a") == 7);
    CHECK_FALSE(std::filesystem::exists(copy_of(file, 1).string() + ".tmp"));
  }

  TEST_CASE_FIXTURE(Rig, "a migration that fails leaves the database as it was") {
    must(migrate(database.connection(), file, kOne));
    const auto failed = migrate(database.connection(), file, kBroken);
    REQUIRE(failed.has_error());
    CHECK(failed.error().context.find("0002_bad") != std::string::npos);
    CHECK(must(schema_version(database.connection())) == 1);
    CHECK(database.texts("SELECT name FROM sqlite_schema") == std::vector<std::string>{"a"});
  }

  TEST_CASE_FIXTURE(Rig, "a newer schema is refused with what to do, and untouched") {
    must(migrate(database.connection(), file, kTwo));
    const auto refused = migrate(database.connection(), file, kOne);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::Unsupported);
    CHECK(refused.error().context.find("schema 2, this one knows 1") != std::string::npos);
    CHECK(refused.error().context.find("boothd --go-back") != std::string::npos);
    CHECK(must(schema_version(database.connection())) == 2);
  }
}

}  // namespace booth
