#include "daemon/store/open_database.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "tests/store/raw_database.hpp"
#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;
namespace fs = std::filesystem;

struct Rig {
  TemporaryFolder folder;
  StoreTimer timer;
  fs::path file = folder.path() / "booth.db";
  std::unique_ptr<SqliteStore> store = start();

  std::unique_ptr<SqliteStore> start() {
    return must(SqliteStore::open(two_targets(folder.path()), timer));
  }

  void fill(int sessions) {
    for (int i = 0; i < sessions; ++i) {
      const auto session = composing_session(*store, timer);
      const auto salt = std::to_string(i);
      must(await_result(store->add_shot(new_shot(timer, session, 0, salt))));
      must(await_result(store->add_sheet(new_sheet(timer, session, 1, "sheet " + salt))));
    }
  }
  /// Zeros over one page of the closed file.
  void damage_page(std::int64_t page) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp((page - 1) * 4096);
    stream << std::string(4096, '\0');
    REQUIRE(stream.good());
  }
  std::vector<fs::path> set_aside() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder.path()))
      if (entry.path().filename().string().starts_with("booth.db.damaged-") &&
          !entry.path().string().ends_with("-wal") && !entry.path().string().ends_with("-shm"))
        found.push_back(entry.path());
    return found;
  }
  Fact damage_fact() {
    for (const auto& fact : must(await_result(store->facts(0, 100'000))))
      if (fact.type == "store.damaged") return fact;
    return {};
  }
};

}  // namespace

TEST_SUITE("store/damaged_database") {
  TEST_CASE_FIXTURE(Rig, "a file that is no database is set aside and the daemon starts") {
    store.reset();
    std::ofstream(file, std::ios::binary) << std::string(8192, 'x');
    store = start();
    REQUIRE(set_aside().size() == 1);
    CHECK(fs::file_size(set_aside()[0]) == 8192);
    CHECK(damage_fact().data.find(set_aside()[0].filename().string()) != std::string::npos);
    fill(1);
  }

  TEST_CASE_FIXTURE(Rig, "an empty file is a new booth") {
    store.reset();
    fs::resize_file(file, 0);
    store = start();
    CHECK(set_aside().empty());
    fill(1);
  }

  TEST_CASE_FIXTURE(Rig, "one damaged page of photos costs at most the rows on it") {
    fill(150);
    store.reset();
    RawDatabase raw(file);
    raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto page = raw.number(
        "SELECT pageno FROM dbstat WHERE name = 'shot' AND pagetype = 'leaf' "
        "ORDER BY pageno LIMIT 1 OFFSET 2");
    const auto lost =
        raw.number("SELECT max(ncell) FROM dbstat WHERE name = 'shot' AND pagetype = 'leaf'");
    damage_page(page);

    store = start();
    REQUIRE(set_aside().size() == 1);
    CHECK_FALSE(damage_fact().data.empty());
    RawDatabase now(file);
    CHECK(now.number("SELECT count(*) FROM session") == 150);
    CHECK(now.number("SELECT count(*) FROM sheet") == 150);
    CHECK(now.number("SELECT count(*) FROM shot") >= 150 - lost);
    CHECK(now.number("SELECT count(*) FROM shot") < 150);
    CHECK(now.text("PRAGMA integrity_check") == "ok");
    CHECK(now.texts("PRAGMA foreign_key_check").empty());
    // What waits for the cloud and the printer still waits.
    CHECK(must(await_result(store->upload_counts())).waiting == 150 * 4);
    CHECK(must(await_result(store->print_counts())).waiting == 150);
  }

  TEST_CASE_FIXTURE(Rig, "photos whose session row is lost keep a session") {
    fill(150);
    store.reset();
    RawDatabase raw(file);
    raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
    damage_page(
        raw.number("SELECT pageno FROM dbstat WHERE name = 'session' AND pagetype = 'leaf' "
                   "ORDER BY pageno LIMIT 1 OFFSET 1"));
    store = start();
    RawDatabase now(file);
    CHECK(now.number("SELECT count(*) FROM session WHERE event = 'recovered'") > 0);
    CHECK(now.number("SELECT count(*) FROM session") == 150);
    CHECK(now.number("SELECT count(*) FROM shot") == 150);
    CHECK(now.texts("PRAGMA foreign_key_check").empty());
    CHECK(must(await_result(store->sessions(200, {}))).size() == 150);
  }

  TEST_CASE_FIXTURE(Rig, "a damaged root page costs one table, not the start") {
    fill(20);
    store.reset();
    RawDatabase raw(file);
    raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
    damage_page(raw.number("SELECT rootpage FROM sqlite_schema WHERE name = 'answer'"));
    store = start();
    CHECK(set_aside().size() == 1);
    CHECK(must(await_result(store->sessions(100, {}))).size() == 20);
  }

  TEST_CASE_FIXTURE(Rig,
                    "damage that is found right after an upgrade costs no more than any other") {
    fill(20);
    store.reset();
    RawDatabase raw(file);
    raw.run(
        "DROP TRIGGER event_print_added; DROP TRIGGER event_print_cancelled;"
        "ALTER TABLE print_job DROP COLUMN purpose; ALTER TABLE print_job DROP COLUMN note;"
        "ALTER TABLE print_job DROP COLUMN guest; ALTER TABLE print_job DROP COLUMN only_printer;"
        "ALTER TABLE print_job DROP COLUMN sent_at_ms; PRAGMA user_version = 7");
    SUBCASE("from the version before printers were remembered") {}
    SUBCASE("from the version before events") {
      raw.run("ALTER TABLE session DROP COLUMN event_version; PRAGMA user_version = 5");
    }
    SUBCASE("from the first version") {
      raw.run(
          "ALTER TABLE session DROP COLUMN event_version;"
          "ALTER TABLE session DROP COLUMN look; ALTER TABLE session DROP COLUMN backdrop;"
          "PRAGMA user_version = 1");
    }
    raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
    damage_page(raw.number("SELECT rootpage FROM sqlite_schema WHERE name = 'answer'"));
    store = start();
    CHECK(set_aside().size() == 1);
    CHECK(must(await_result(store->sessions(100, {}))).size() == 20);
  }

  TEST_CASE_FIXTURE(Rig, "damage that shows while the booth runs is mended for the next call") {
    fill(150);
    store.reset();
    {
      RawDatabase raw(file);
      raw.run("PRAGMA wal_checkpoint(TRUNCATE)");
      const auto page = raw.number(
          "SELECT pageno FROM dbstat WHERE name = 'fact' AND pagetype = 'leaf' "
          "ORDER BY pageno LIMIT 1 OFFSET 3");
      store = start();
      damage_page(page);
      // A commit by somebody else makes the store forget the pages that it holds in memory.
      raw.run("PRAGMA user_version = " + std::to_string(raw.number("PRAGMA user_version")));
    }
    const auto first = await_result(store->facts(0, 100'000));
    REQUIRE(first.has_error());
    CHECK(first.error().code == Errc::Corrupt);
    CHECK(must(await_result(store->facts(0, 100'000))).size() > 100);
    CHECK(set_aside().size() == 1);
    CHECK_FALSE(damage_fact().data.empty());
    fill(1);
  }

  TEST_CASE_FIXTURE(Rig,
                    "a row with a word that we do not know is left out, and the others are shown") {
    fill(3);
    {
      RawDatabase raw(file);
      raw.run(
          "PRAGMA ignore_check_constraints = ON;"
          "UPDATE print_job SET state = 'spooled', proof = 'magic' WHERE sequence = 2;"
          "UPDATE session SET state = 'dancing' WHERE sequence = 1");
    }
    CHECK(must(await_result(store->open_prints(10))).size() == 2);
    CHECK(must(await_result(store->sessions(10, {}))).size() == 2);
    CHECK(set_aside().empty());
  }

  TEST_CASE_FIXTURE(Rig, "a database of a newer boothd is refused and untouched") {
    store.reset();
    RawDatabase(file).run("PRAGMA user_version = 99");
    const auto refused = SqliteStore::open(two_targets(folder.path()), timer);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::Unsupported);
    CHECK(set_aside().empty());
    CHECK(RawDatabase(file).number("PRAGMA user_version") == 99);
  }

  TEST_CASE_FIXTURE(Rig, "two daemons cannot share a state directory") {
    const auto second = SqliteStore::open(two_targets(folder.path()), timer);
    REQUIRE(second.has_error());
    CHECK(second.error().code == Errc::Busy);
    CHECK(second.error().context.find(folder.path().string()) != std::string::npos);
  }
}

}  // namespace booth
