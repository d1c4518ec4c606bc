#include "daemon/store/stray_files.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;
namespace fs = std::filesystem;

struct Rig {
  TemporaryFolder folder;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> store = must(SqliteStore::open(two_targets(folder.path()), timer));

  /// As after a power cut: what is on the disk is all there is.
  void restart() {
    store.reset();
    store = must(SqliteStore::open(two_targets(folder.path()), timer));
  }
  void leave(const std::string& path, const std::string& bytes) {
    fs::create_directories((folder.path() / path).parent_path());
    std::ofstream(folder.path() / path, std::ios::binary) << bytes;
  }
  std::string path_of(const Session& session, int slot) {
    return "photos/" + session.plan.event + "/" + session.id.str() + "/" + std::to_string(slot) +
           "-" + timer.make<ShotId>().str() + ".jpg";
  }
  std::vector<Fact> facts(const std::string& type) {
    std::vector<Fact> found;
    for (const auto& fact : must(await_result(store->facts(0, 1000))))
      if (fact.type == type) found.push_back(fact);
    return found;
  }
  bool is_quarantined(const std::string& path) {
    if (fs::exists(folder.path() / path)) return false;
    for (const auto& entry : fs::directory_iterator(folder.path() / "quarantine"))
      if (entry.path().filename().string().ends_with(fs::path(path).filename().string()))
        return true;
    return false;
  }
};

const std::string kWhole = "\xFF\xD8\xFF photo \xFF\xD9";

}  // namespace

TEST_SUITE("store/stray_files") {
  TEST_CASE_FIXTURE(Rig, "a whole photo without a row is the photo of its slot after the restart") {
    const auto session = must(await_result(store->add_session(new_session(timer))));
    const auto path = path_of(session, 1);
    leave(path, kWhole);
    restart();
    const auto shots = must(await_result(store->shots(session.id)));
    REQUIRE(shots.size() == 1);
    CHECK(shots[0].path == path);
    CHECK(shots[0].slot == 1);
    CHECK(shots[0].size_bytes == static_cast<std::int64_t>(kWhole.size()));
    CHECK(facts("shot.stored").size() == 1);
    CHECK(must(await_result(store->uploads(session.id, 9))).size() == 2);
    restart();
    CHECK(facts("shot.stored").size() == 1);
  }

  TEST_CASE_FIXTURE(Rig,
                    "a photo whose slot is taken, and bytes that are no photo, go to quarantine") {
    const auto session = must(await_result(store->add_session(new_session(timer))));
    const auto kept = must(await_result(store->add_shot(new_shot(timer, session, 0, "kept"))));
    const auto second = path_of(session, 0);
    const auto half = path_of(session, 1);
    const auto odd = "photos/anna-und-ben/" + session.id.str() + "/notes.txt";
    leave(second, kWhole);
    leave(half, "\xFF\xD8\xFF half");
    leave(odd, "hello");
    restart();
    CHECK(is_quarantined(second));
    CHECK(is_quarantined(half));
    CHECK(is_quarantined(odd));
    CHECK(facts("file.quarantined").size() == 3);
    CHECK(fs::exists(store->absolute_path(kept.path)));
    CHECK(must(await_result(store->shots(session.id))).size() == 1);
  }

  TEST_CASE_FIXTURE(Rig, "pictures of a sheet that was never committed go to quarantine") {
    const auto session = composing_session(*store, timer);
    const auto path =
        "sheets/anna-und-ben/" + session.id.str() + "/" + timer.make<SheetId>().str() + ".jpg";
    leave(path, kWhole);
    restart();
    CHECK(is_quarantined(path));
    must(await_result(store->add_sheet(new_sheet(timer, session, 1))));
    restart();
    CHECK(facts("file.quarantined").size() == 1);
  }

  TEST_CASE_FIXTURE(Rig, "a shot without a session is adopted too") {
    const auto path = "photos/anna-und-ben/single/0-" + timer.make<ShotId>().str() + ".jpg";
    leave(path, kWhole);
    restart();
    CHECK(facts("shot.stored").size() == 1);
    CHECK(fs::exists(folder.path() / path));
  }

  TEST_CASE_FIXTURE(Rig, "temporary files are removed, and nothing that has a row is touched") {
    const auto session = must(await_result(store->add_session(new_session(timer))));
    const auto shot = must(await_result(store->add_shot(new_shot(timer, session, 0, "kept"))));
    const auto temporary = fs::path(shot.path).parent_path() / ".tmp-1-x.jpg";
    leave(temporary.string(), "half");
    leave("quarantine/.tmp-x.bin", "half");
    leave("quarantine/x.bin", "whole");
    restart();
    CHECK_FALSE(fs::exists(folder.path() / temporary));
    CHECK_FALSE(fs::exists(folder.path() / "quarantine/.tmp-x.bin"));
    CHECK(fs::exists(folder.path() / "quarantine/x.bin"));
    CHECK(fs::exists(store->absolute_path(shot.path)));
    CHECK(facts("file.quarantined").empty());
  }

  TEST_CASE_FIXTURE(Rig, "a shot that came after its session ended is found as well") {
    const auto session = must(await_result(store->add_session(new_session(timer))));
    must(await_result(
        store->move_session(session.id, SessionState::Preparing, SessionState::Cancelled, "x")));
    leave(path_of(session, 3), kWhole);
    restart();
    CHECK(must(await_result(store->shots(session.id))).size() == 1);
  }

  TEST_CASE_FIXTURE(Rig, "files outside of the booth's order are left alone") {
    leave("photos/readme.txt", "mine");
    leave("other/file.jpg", kWhole);
    restart();
    CHECK(fs::exists(folder.path() / "photos/readme.txt"));
    CHECK(fs::exists(folder.path() / "other/file.jpg"));
  }
}

}  // namespace booth
