#include "daemon/store/backup.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;
namespace fs = std::filesystem;

/// A booth that works, and the place where its backup is put back.
struct Rig {
  TemporaryFolder folder;
  TemporaryFolder other;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> store = start(folder.path());

  std::unique_ptr<SqliteStore> start(const fs::path& state) {
    return must(SqliteStore::open(two_targets(state), timer));
  }
  PrintJob move(PrintJob print, std::initializer_list<PrintState> states) {
    for (const auto next : states) {
      const auto from = print.state;
      print.state = next;
      print.printer = "dnp";
      if (next == PrintState::Printed) print.proof = PrintProof::GuardJournal;
      must(await_result(store->move_print(from, print)));
    }
    return print;
  }
  std::vector<PrintJob> two_prints() {
    const auto session = composing_session(*store, timer);
    must(await_result(store->add_sheet(new_sheet(timer, session, 2))));
    return must(await_result(store->open_prints(10)));
  }
  fs::path copy() const { return other.path() / "booth.db"; }
};

}  // namespace

TEST_SUITE("store/backup") {
  TEST_CASE_FIXTURE(Rig,
                    "a copy that is made beside the daemon: nothing prints by itself from it") {
    using P = PrintState;
    const auto prints = two_prints();
    REQUIRE(prints.size() == 2);
    move(prints[0], {P::Submitting, P::Spooled, P::Sending});
    const auto done = two_prints().back();
    move(done, {P::Submitting, P::Spooled, P::Sending, P::Printed});
    must(back_up_database(folder.path(), copy()));
    move(prints[1], {P::Submitting});  // after the copy: not in it

    CHECK(must(settle_restored_state(other.path(), timer)) == 3);
    auto restored = start(other.path());
    CHECK(must(await_result(restored->print(prints[0].id))).state == P::Unknown);
    CHECK(must(await_result(restored->print(prints[1].id))).state == P::Held);
    CHECK(must(await_result(restored->print(done.id))).state == P::Printed);
    for (const auto& print : must(await_result(restored->open_prints(10)))) {
      CAPTURE(print.reason);
      CHECK_FALSE(print.reason.empty());
    }
    const auto facts = must(await_result(restored->facts(0, 1000)));
    CHECK(facts.back().type == "store.restored");
    CHECK(facts.back().data == R"({"prints_held":3})");

    restored.reset();
    CHECK(must(settle_restored_state(other.path(), timer)) == 0);  // once more changes nothing
  }

  TEST_CASE_FIXTURE(Rig, "what cannot be copied or put back is named") {
    CHECK(back_up_database(other.path(), folder.path() / "x").error().code == Errc::NotFound);
    CHECK(back_up_database(folder.path(), other.path() / "no/such/folder").has_error());
    CHECK(settle_restored_state(other.path(), timer).error().code == Errc::NotFound);
    CHECK(settle_restored_state(folder.path(), timer).error().code == Errc::Busy);
    std::ofstream(copy(), std::ios::binary) << std::string(8192, 'x');
    CHECK(settle_restored_state(other.path(), timer).error().code == Errc::Corrupt);
  }
}

}  // namespace booth
