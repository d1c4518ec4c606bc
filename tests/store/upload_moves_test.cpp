#include "daemon/store/upload_moves.hpp"

#include <doctest/doctest.h>

#include "daemon/store/open_database.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_upload.hpp"
#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;

constexpr int kUploads = 3;

/// Three objects that wait, and a count of what is committed.
struct Rig {
  TemporaryFolder folder;
  StoreTimer timer;
  OpenedDatabase opened =
      must(open_database(folder.path() / "booth.db", timer.now, CheckDepth::Bounded));
  Connection& database = *opened.connection;
  UploadMoves moves;
  int commits = 0;

  Rig() {
    Stamp stamp(timer);
    for (int i = 0; i < kUploads; ++i) {
      const auto sha256 = std::string(63, 'a') + std::to_string(i);
      const rows::StoredObject object{UploadClass::Original, "e", {}, "p/" + sha256, sha256, 9};
      must(rows::add_uploads(database, stamp, {{"cloud", {UploadClass::Original}}}, object));
    }
    const auto count = [](void* rig) { return ++static_cast<Rig*>(rig)->commits, 0; };
    ::sqlite3_commit_hook(database.handle(), count, this);
  }
  ~Rig() { ::sqlite3_commit_hook(database.handle(), nullptr, nullptr); }

  std::vector<std::shared_ptr<UploadMoves::Move>> all_to(UploadState state) {
    std::vector<std::shared_ptr<UploadMoves::Move>> added;
    for (auto& item : waiting()) {
      item.state = state;
      const UploadMoves::Move move{UploadState::Waiting, item, "proof", Stamp(timer)};
      added.push_back(std::make_shared<UploadMoves::Move>(move));
      moves.add(added.back());
    }
    return added;
  }
  std::vector<UploadItem> waiting() {
    return must(rows::waiting_uploads(database, "cloud", UploadClass::Original, 9));
  }
  std::size_t facts() { return must(rows::facts(database, 0, 99)).size(); }
};

}  // namespace

TEST_SUITE("store/upload_moves") {
  TEST_CASE_FIXTURE(Rig, "what waits together is committed together, each move with its fact") {
    const auto added = all_to(UploadState::Synced);
    for (const auto& move : added) CHECK(moves.settle(database, *move).has_value());
    CHECK(commits == 1);
    CHECK(facts() == kUploads);
    CHECK(waiting().empty());
  }

  TEST_CASE_FIXTURE(Rig, "a move that nobody accompanies has a commit of its own") {
    const auto added = all_to(UploadState::Sending);
    must(moves.settle(database, *added[0]));
    const auto before = commits;
    auto later = *added[1];
    later.from = UploadState::Sending;
    later.changed.state = UploadState::Synced;
    const auto alone = std::make_shared<UploadMoves::Move>(later);
    alone->is_done = false;
    moves.add(alone);
    must(moves.settle(database, *alone));
    CHECK(commits == before + 1);
    CHECK(facts() == 1);
  }

  TEST_CASE_FIXTURE(Rig, "a row that somebody else has moved fails alone") {
    const auto added = all_to(UploadState::Sending);
    added[1]->from = UploadState::Parked;
    CHECK(moves.settle(database, *added[0]).has_value());
    CHECK(moves.settle(database, *added[1]).error().code == Errc::Conflict);
    CHECK(moves.settle(database, *added[2]).has_value());
    CHECK(waiting().size() == 1);
  }

  TEST_CASE_FIXTURE(Rig, "a fact that cannot be written keeps its own row where it is, no other") {
    const auto added = all_to(UploadState::Synced);
    must(database.execute("CREATE TEMP TRIGGER t BEFORE INSERT ON fact WHEN NEW.subject = '" +
                          added[2]->changed.id.str() + "' BEGIN SELECT RAISE(ABORT, 'no'); END"));
    CHECK(moves.settle(database, *added[0]).has_value());
    CHECK(moves.settle(database, *added[1]).has_value());
    CHECK_FALSE(moves.settle(database, *added[2]).has_value());
    CHECK(facts() == 2);
    REQUIRE(waiting().size() == 1);
    CHECK(waiting()[0].id == added[2]->changed.id);
  }
}

}  // namespace booth
