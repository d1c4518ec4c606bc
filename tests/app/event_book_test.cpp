#include "daemon/app/event_book.hpp"

#include <doctest/doctest.h>

#include "tests/contracts/store_contract_rig.hpp"
#include "tests/support/fake_renderer.hpp"

namespace booth {
namespace {

using namespace booth::testing;

struct Rig : StoreRig {
  FakeRenderer renderer;
  bool is_idle = true;
  EventPlan from_file = plan("wedding");
  std::unique_ptr<EventBook> book;

  Rig() {
    from_file.made_by = "boothd.toml";
    start();
  }
  static EventPlan plan(const std::string& slug) {
    EventPlan plan;
    plan.slug = slug;
    plan.title = slug;
    plan.template_name = "classic-4x6";
    plan.made_by = "boothctl:root";
    return plan;
  }
  void start() {
    book = std::make_unique<EventBook>(*opened, renderer, from_file, [this] { return is_idle; });
    settle();
  }
  void settle() {
    const auto done = [this]() -> boost::asio::awaitable<Result<void>> {
      co_await book->settle();
      co_return Result<void>();
    };
    must(await_result(done()));
  }
  void select(const std::string& slug, int version = 0) {
    must(await_result(book->select_event({slug, version}, "root")));
  }
  void create(const std::string& slug) { must(await_result(book->create_event(plan(slug)))); }
};

}  // namespace

TEST_SUITE("app/event_book") {
  TEST_CASE_FIXTURE(Rig, "the configuration file's event is the first one, once") {
    CHECK(book->is_ready());
    CHECK(book->active().slug == "wedding");
    CHECK(book->active().version == 1);
    start();
    CHECK(book->active().version == 1);
    CHECK(count_facts("event.activated") == 1);
  }

  TEST_CASE_FIXTURE(Rig, "what was selected stays through restarts, until the file changes") {
    create("party");
    select("party");
    start();
    CHECK(book->active().slug == "party");
    from_file.copies = 2;
    start();
    settle();
    CHECK(book->active().slug == "wedding");
    CHECK(book->active().version == 2);
    CHECK(book->active().copies == 2);
  }

  TEST_CASE_FIXTURE(Rig, "a new version waits until the booth is idle") {
    is_idle = false;
    auto change = book->active();
    change.copies = 3;
    change.made_by = "boothctl:root";
    CHECK(must(await_result(book->edit_event(change))).version == 2);
    settle();
    CHECK(book->active().version == 1);
    CHECK(must(await_result(book->event_choices())).wanted == EventVersion{"wedding", 2});
    is_idle = true;
    settle();
    CHECK(book->active().copies == 3);
    CHECK(must(await_result(book->event_choices())).previous == EventVersion{"wedding", 1});

    must(await_result(book->revert_event("root")));
    CHECK(book->active().version == 1);
  }

  TEST_CASE_FIXTURE(Rig, "what waits to become active survives a restart") {
    create("party");
    is_idle = false;
    select("party");
    CHECK(book->active().slug == "wedding");
    is_idle = true;
    start();
    CHECK(book->active().slug == "party");
  }

  TEST_CASE_FIXTURE(Rig, "an event whose template broke meanwhile does not become active") {
    create("party");
    is_idle = false;
    select("party");
    renderer.known.clear();
    is_idle = true;
    settle();
    settle();
    CHECK(book->active().slug == "wedding");
    CHECK_FALSE(must(await_result(book->event_choices())).wanted);
    CHECK(code_of(await_result(book->select_event({"party", 1}, "root"))) == Errc::NotFound);
  }

  TEST_CASE_FIXTURE(Rig, "two people who change the same version are told") {
    const auto seen = book->active();
    auto first = seen;
    first.copies = 2;
    must(await_result(book->edit_event(first)));
    auto second = seen;
    second.copies = 3;
    CHECK(code_of(await_result(book->edit_event(second))) == Errc::Conflict);
  }

  TEST_CASE_FIXTURE(Rig, "a change that changes nothing adds no version") {
    CHECK(must(await_result(book->edit_event(book->active()))).version == 1);
    CHECK(count_facts("event.edited") == 0);
  }

  TEST_CASE_FIXTURE(Rig, "bad plans are refused before anything is stored") {
    create("party");
    CHECK(code_of(await_result(book->create_event(plan("party")))) == Errc::Conflict);
    CHECK(code_of(await_result(book->create_event(plan("No!")))) == Errc::BadInput);
    auto broken = plan("x");
    broken.template_name = "nosuch";
    CHECK(code_of(await_result(book->create_event(broken))) == Errc::NotFound);
    CHECK(code_of(await_result(book->revert_event("root"))) == Errc::Conflict);
    CHECK(must(await_result(book->events(10, ""))).size() == 2);
  }
}

}  // namespace booth
