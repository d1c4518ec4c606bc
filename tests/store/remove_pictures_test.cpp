#include "daemon/store/remove_pictures.hpp"

#include <filesystem>

#include <doctest/doctest.h>

#include "tests/store/raw_database.hpp"
#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;
namespace fs = std::filesystem;

const RetentionLimits kADay{
    .keep = std::chrono::hours(24), .keep_when_low = std::chrono::hours(1), .sessions_kept = 0};

struct Rig {
  TemporaryFolder folder;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> store = must(SqliteStore::open(two_targets(folder.path()), timer));
  Shot shot;
  Sheet sheet;

  Rig() {
    const auto session = composing_session(*store, timer);
    shot = must(await_result(store->add_shot(new_shot(timer, session, 0, "smile"))));
    sheet = must(await_result(store->add_sheet(new_sheet(timer, session, 1))));
    timer.now += std::chrono::hours(25);
  }
  void sync_all_but(const std::string& target) {
    for (auto upload : must(await_result(store->uploads({}, 1000)))) {
      if (upload.target == target) continue;
      upload.state = UploadState::Synced;
      must(await_result(store->move_upload(UploadState::Waiting, upload, "proof")));
    }
  }
  void settle_prints(PrintState state) {
    for (auto print : must(await_result(store->open_prints(10)))) {
      print.state = state;
      must(await_result(store->move_print(PrintState::Queued, print)));
    }
  }
  int remove() { return must(await_result(store->remove_old_pictures(kADay, DiskLevel::Ok))); }
  bool has(const std::string& path) { return fs::exists(store->absolute_path(path)); }
};

}  // namespace

TEST_SUITE("store/remove_pictures") {
  TEST_CASE_FIXTURE(Rig, "old pictures that every place holds go, and their rows stay") {
    sync_all_but("");
    settle_prints(PrintState::Printed);
    CHECK(remove() == 3);  // the shot, the sheet, the share copy
    CHECK_FALSE(has(shot.path));
    CHECK_FALSE(has(sheet.path));
    CHECK(must(await_result(store->sheet(sheet.id))).sha256 == sheet.sha256);
    const auto facts = must(await_result(store->facts(0, 100)));
    CHECK(facts.back().type == "pictures.removed");
    CHECK(remove() == 0);
    CHECK(must(await_result(store->facts(0, 100))).size() == facts.size());
  }

  TEST_CASE_FIXTURE(Rig, "what one place does not hold yet stays") {
    sync_all_but("archive");
    settle_prints(PrintState::Printed);
    CHECK(remove() == 2);  // the archive wants originals only
    CHECK(has(shot.path));
  }

  TEST_CASE_FIXTURE(Rig, "a sheet that a person may still want printed stays") {
    sync_all_but("");
    settle_prints(PrintState::Held);
    CHECK(remove() == 1);
    CHECK(has(sheet.path));
  }

  TEST_CASE_FIXTURE(Rig, "young pictures, and all when nothing is to be removed, stay") {
    sync_all_but("");
    settle_prints(PrintState::Printed);
    CHECK(must(await_result(store->remove_old_pictures({}, DiskLevel::Full))) == 0);
    timer.now -= std::chrono::hours(2);
    CHECK(remove() == 0);
    CHECK(must(await_result(store->remove_old_pictures(kADay, DiskLevel::Low))) == 3);
  }

  TEST_CASE_FIXTURE(Rig, "a removal that a crash has cut is finished by the next call") {
    sync_all_but("");
    settle_prints(PrintState::Printed);
    RawDatabase(folder.path() / "booth.db").run("UPDATE shot SET removal = 'begun'");
    CHECK(remove() == 3);
    CHECK_FALSE(has(shot.path));
    CHECK(RawDatabase(folder.path() / "booth.db").text("SELECT removal FROM shot") == "done");
  }

  TEST_CASE_FIXTURE(Rig, "call after call all pictures are looked at") {
    for (int i = 0; i < 250; ++i) {
      const auto session = must(await_result(store->add_session(new_session(timer))));
      must(await_result(store->add_shot(new_shot(timer, session, 0, std::to_string(i)))));
      must(await_result(
          store->move_session(session.id, SessionState::Preparing, SessionState::Done, "")));
    }
    sync_all_but("");
    settle_prints(PrintState::Printed);
    timer.now += std::chrono::hours(25);
    CHECK(remove() == 200 + 2);
    CHECK(remove() == 51);
    CHECK(remove() == 0);
  }
}

}  // namespace booth
