#include "daemon/ports/browse_store.hpp"

#include <set>

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {

using namespace booth::testing;

TEST_SUITE("contracts/browse_store") {
  TEST_CASE_FIXTURE(StoreRig, "prints come page by page, newest first, each once") {
    BrowseStore& browse = *opened;
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 5))));
    PrintId before;
    std::set<std::string> seen;
    for (const std::size_t size : {2U, 2U, 1U, 0U}) {
      const auto page = must(await_result(browse.print_page(session.id, before, 2)));
      REQUIRE(page.size() == size);
      for (const auto& print : page) seen.insert(print.id.str());
      if (size > 0) before = page.back().id;
    }
    CHECK(seen.size() == 5);
    CHECK(code_of(await_result(browse.print_page({}, timer.make<PrintId>(), 2))) == Errc::NotFound);
    CHECK(must(await_result(browse.print_page(timer.make<SessionId>(), {}, 2))).empty());
  }

  TEST_CASE_FIXTURE(StoreRig, "uploads come page by page, too") {
    BrowseStore& browse = *opened;
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    const auto all = must(await_result(browse.upload_page(session.id, {}, 100)));
    REQUIRE(all.size() >= 2);
    const auto rest = must(await_result(browse.upload_page({}, all.front().id, 100)));
    CHECK(rest.size() == all.size() - 1);
    CHECK(rest.front().id == all[1].id);
    CHECK(code_of(await_result(browse.upload_page({}, timer.make<UploadId>(), 2))) ==
          Errc::NotFound);
  }

  TEST_CASE_FIXTURE(StoreRig, "a photo is found by its id, and one that nobody took is not") {
    BrowseStore& browse = *opened;
    CHECK(code_of(await_result(browse.shot(timer.make<ShotId>()))) == Errc::NotFound);
  }
}

}  // namespace booth
