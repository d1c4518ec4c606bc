#include <doctest/doctest.h>

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {
namespace {

using namespace booth::testing;

struct Rig : StoreRig {
  SqliteStore& events = *opened;

  EventPlan plan(const std::string& slug = "party") {
    EventPlan plan;
    plan.slug = slug;
    plan.title = "Party";
    plan.template_name = "strip-2x6";
    plan.made_by = "boothctl:root";
    return plan;
  }
  Session session_of(const EventPlan& plan) {
    auto session = new_session(timer, plan.slug);
    session.plan.event_version = plan.version;
    return must(await_result(store.add_session(session)));
  }
};

}  // namespace

TEST_SUITE("store/event") {
  TEST_CASE_FIXTURE(Rig, "every field of a version is kept") {
    auto wanted = plan();
    wanted.templates = {"a", "b"};
    wanted.targets = {"cloud"};
    wanted.copies = 2;
    wanted.opens_at = timer.now;
    wanted.closes_at = timer.now + std::chrono::hours(6);
    wanted.limits = {50, 400, 4};
    wanted.keep = std::chrono::days(30);
    wanted.features[static_cast<std::size_t>(EventFeature::Retake)] = false;
    const auto added = must(await_result(events.add_event_version(wanted)));
    CHECK(added.version == 1);
    CHECK(added.made_at == timer.now);
    CHECK(is_same_offer(added, wanted));
    CHECK(count_facts("event.created") == 1);

    wanted.limits.prints.reset();
    const auto edited = must(await_result(events.add_event_version(wanted)));
    CHECK(edited.version == 2);
    CHECK_FALSE(edited.limits.prints);
    CHECK(must(await_result(events.event_version("party", 1))).limits.prints == 400);
    CHECK(must(await_result(events.event_version("party", 0))).version == 2);
    CHECK(code_of(await_result(events.event_version("party", 3))) == Errc::NotFound);
    CHECK(count_facts("event.edited") == 1);
  }

  TEST_CASE_FIXTURE(Rig,
                    "events are listed page by page, each with its newest version and its use") {
    for (const char* slug : {"c", "a", "b"})
      must(await_result(events.add_event_version(plan(slug))));
    const auto edited = must(await_result(events.add_event_version(plan("a"))));
    session_of(edited);
    const auto page = must(await_result(events.events(2, "")));
    REQUIRE(page.size() == 2);
    CHECK(page[0].plan.slug == "a");
    CHECK(page[0].plan.version == 2);
    CHECK(page[0].use.sessions == 1);
    CHECK(must(await_result(events.events(5, "b"))).at(0).plan.slug == "c");
  }

  TEST_CASE_FIXTURE(Rig, "a cancelled print gives its share of the limit back") {
    const auto event = must(await_result(events.add_event_version(plan())));
    const auto session = session_of(event);
    must(await_result(
        store.move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));
    const auto sheet = must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    PrintJob print;
    print.id = timer.make<PrintId>();
    print.sheet = sheet.id;
    print = must(await_result(store.add_print(print)));
    CHECK(must(await_result(events.event("party"))).use.prints == 1);
    print.state = PrintState::Cancelled;
    must(await_result(store.move_print(PrintState::Queued, print)));
    CHECK(must(await_result(events.event("party"))).use.prints == 0);
  }

  TEST_CASE_FIXTURE(Rig, "what was active before is kept, and wanted survives a restart") {
    for (const char* slug : {"a", "b"}) must(await_result(events.add_event_version(plan(slug))));
    CHECK(code_of(await_result(events.activate_wanted_event())) == Errc::Conflict);
    for (const char* slug : {"a", "b"}) {
      must(await_result(events.want_event(EventVersion{slug, 0}, "root")));
      must(await_result(events.activate_wanted_event()));
    }
    must(await_result(events.want_event(EventVersion{"a", 1}, "root")));
    opened.reset();
    opened = must(SqliteStore::open(two_targets(folder.path()), timer));
    const auto choices = must(await_result(opened->event_choices()));
    CHECK(choices.active == EventVersion{"b", 1});
    CHECK(choices.previous == EventVersion{"a", 1});
    CHECK(choices.wanted == EventVersion{"a", 1});
  }

  TEST_CASE_FIXTURE(Rig, "an unknown event can be neither wanted nor closed") {
    CHECK(code_of(await_result(events.want_event(EventVersion{"x", 0}, "root"))) == Errc::NotFound);
    CHECK(code_of(await_result(events.close_event("x", true, "root"))) == Errc::NotFound);
    CHECK(fact_types().empty());
  }

  TEST_CASE_FIXTURE(Rig, "closing twice is one fact") {
    must(await_result(events.add_event_version(plan())));
    must(await_result(events.close_event("party", true, "root")));
    must(await_result(events.close_event("party", true, "root")));
    CHECK(must(await_result(events.event("party"))).is_closed);
    must(await_result(events.close_event("party", false, "root")));
    CHECK_FALSE(must(await_result(events.event("party"))).is_closed);
    CHECK(count_facts("event.closed") == 1);
    CHECK(count_facts("event.opened") == 1);
  }

  TEST_CASE_FIXTURE(Rig, "pictures go where the session's own version says") {
    auto wanted = plan();
    wanted.targets = {"archive"};
    const auto first = must(await_result(events.add_event_version(wanted)));
    wanted.targets.clear();
    const auto second = must(await_result(events.add_event_version(wanted)));
    const auto only_archive = session_of(first);
    must(await_result(store.add_shot(new_shot(timer, only_archive, 0, "a"))));
    CHECK(must(await_result(store.uploads(only_archive.id, 10))).size() == 1);
    const auto everywhere = session_of(second);
    must(await_result(store.add_shot(new_shot(timer, everywhere, 0, "b"))));
    CHECK(must(await_result(store.uploads(everywhere.id, 10))).size() == 2);
  }
}

}  // namespace booth
