#include "daemon/ports/store.hpp"

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {

using namespace booth::testing;

TEST_SUITE("contracts/store/sessions") {
  TEST_CASE_FIXTURE(StoreRig, "sessions of an event are counted from 1, each event by itself") {
    CHECK(must(await_result(store.add_session(new_session(timer)))).number == 1);
    CHECK(must(await_result(store.add_session(new_session(timer)))).number == 2);
    CHECK(must(await_result(store.add_session(new_session(timer, "other")))).number == 1);
    CHECK(count_facts("session.started") == 3);
  }

  TEST_CASE_FIXTURE(StoreRig, "a session comes back as it was agreed") {
    auto wanted = new_session(timer);
    wanted.plan.first_countdown = std::chrono::milliseconds(7001);
    wanted.plan.review = std::chrono::milliseconds(0);
    must(await_result(store.add_session(wanted)));
    const auto stored = must(await_result(store.session(wanted.id)));
    CHECK(stored.state == SessionState::Preparing);
    CHECK(stored.plan.event_title == "Anna & Ben");
    CHECK(stored.plan.template_name == "classic-4x6");
    CHECK(stored.plan.shots == 4);
    CHECK(stored.plan.copies == 2);
    CHECK(stored.plan.first_countdown == std::chrono::milliseconds(7001));
    CHECK(stored.plan.review == std::chrono::milliseconds(0));
    CHECK(stored.started_at == timer.now);
  }

  TEST_CASE_FIXTURE(StoreRig, "guests may choose another look until their sheet is made") {
    auto wanted = new_session(timer);
    wanted.plan.look = "warm";
    must(await_result(store.add_session(wanted)));
    CHECK(must(await_result(store.session(wanted.id))).plan.look == "warm");
    must(await_result(store.choose_look(wanted.id, "bw", "beach.jpg")));
    const auto stored = must(await_result(store.session(wanted.id)));
    CHECK(stored.plan.look == "bw");
    CHECK(stored.plan.backdrop == "beach.jpg");
    CHECK(stored.state == SessionState::Preparing);
    CHECK(count_facts("session.look_chosen") == 1);

    must(await_result(
        store.move_session(wanted.id, SessionState::Preparing, SessionState::Composing, "")));
    CHECK(code_of(await_result(store.choose_look(wanted.id, "sepia", ""))) == Errc::Conflict);
    CHECK(must(await_result(store.session(wanted.id))).plan.look == "bw");
    const auto nobody = timer.make<SessionId>();
    CHECK(code_of(await_result(store.choose_look(nobody, "bw", ""))) == Errc::NotFound);
    CHECK(count_facts("session.look_chosen") == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "the same session cannot be added twice") {
    const auto session = new_session(timer);
    must(await_result(store.add_session(session)));
    CHECK(code_of(await_result(store.add_session(session))) == Errc::Conflict);
    CHECK(count_facts("session.started") == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "a name that could leave its folder is refused") {
    for (const char* event : {"", "..", "a/b", "UPPER", "a b", "\xC3\xA4"}) {
      CAPTURE(event);
      CHECK(code_of(await_result(store.add_session(new_session(timer, event)))) == Errc::BadInput);
    }
    auto session = new_session(timer);
    session.id = SessionId("../../etc/passwd");
    CHECK(code_of(await_result(store.add_session(session))) == Errc::BadInput);
  }

  TEST_CASE_FIXTURE(StoreRig, "a move that names the wrong state changes nothing") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    const auto moved = await_result(
        store.move_session(session.id, SessionState::Capturing, SessionState::Done, ""));
    CHECK(code_of(moved) == Errc::Conflict);
    CHECK(must(await_result(store.session(session.id))).state == SessionState::Preparing);
    CHECK(count_facts("session.done") == 0);
    const auto nobody = timer.make<SessionId>();
    CHECK(code_of(await_result(store.move_session(nobody, SessionState::Preparing,
                                                  SessionState::Done, ""))) == Errc::NotFound);
  }

  TEST_CASE_FIXTURE(StoreRig, "a cancelled session keeps its reason and is not open") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    CHECK(must(await_result(store.open_sessions())).size() == 1);
    must(await_result(store.move_session(session.id, SessionState::Preparing,
                                         SessionState::Cancelled, "guests left")));
    CHECK(must(await_result(store.session(session.id))).reason == "guests left");
    CHECK(must(await_result(store.open_sessions())).empty());
    CHECK(count_facts("session.cancelled") == 1);
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "sessions are listed newest first, page by page, whatever the clock does") {
    std::vector<SessionId> added;
    for (int i = 0; i < 5; ++i) {
      timer.now -= std::chrono::hours(1000);
      added.push_back(must(await_result(store.add_session(new_session(timer)))).id);
    }
    const auto newest = must(await_result(store.sessions(2, {})));
    REQUIRE(newest.size() == 2);
    CHECK(newest[0].id == added[4]);
    CHECK(newest[1].id == added[3]);
    const auto next = must(await_result(store.sessions(10, newest[1].id)));
    REQUIRE(next.size() == 3);
    CHECK(next[0].id == added[2]);
    CHECK(next[2].id == added[0]);
    CHECK(code_of(await_result(store.sessions(1, timer.make<SessionId>()))) == Errc::NotFound);
  }
}

TEST_SUITE("contracts/store/facts") {
  TEST_CASE_FIXTURE(StoreRig, "facts are numbered without repeats and read from any point") {
    for (int i = 0; i < 5; ++i)
      must(await_result(store.add_fact("printer.offline", "dnp", R"({"for_s":1})")));
    const auto all = must(await_result(store.facts(0, 100)));
    REQUIRE(all.size() == 5);
    for (std::size_t i = 1; i < all.size(); ++i) {
      CHECK(all[i].sequence > all[i - 1].sequence);
      CHECK(all[i].id > all[i - 1].id);
    }
    CHECK(is_uuid(all[0].id.str()));
    CHECK(all[0].at == timer.now);
    const auto rest = must(await_result(store.facts(all[2].sequence, 100)));
    REQUIRE(rest.size() == 2);
    CHECK(rest[0].id == all[3].id);
    CHECK(must(await_result(store.facts(0, 2))).size() == 2);
  }

  TEST_CASE_FIXTURE(StoreRig, "a fact's payload must be a JSON object") {
    for (const char* data : {"", "nonsense", "[1]", "{", "null", "\"text\""}) {
      CAPTURE(data);
      CHECK(code_of(await_result(store.add_fact("a.b", "c", data))) == Errc::BadInput);
    }
  }

  TEST_CASE_FIXTURE(StoreRig, "texts with quotes, line ends and control bytes survive in facts") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(
        await_result(store.move_session(session.id, SessionState::Preparing,
                                        SessionState::Cancelled, "he said \"stop\"\n\x01\\ done")));
    const auto fact = must(await_result(store.facts(0, 10))).back();
    CHECK(fact.data.find(R"(he said \"stop\"\u000a\u0001\\ done)") != std::string::npos);
  }
}

TEST_SUITE("contracts/store/answers") {
  TEST_CASE_FIXTURE(StoreRig, "an answer is remembered under its key, and the first one stays") {
    CHECK_FALSE(must(await_result(store.recorded_answer("k1"))).has_value());
    must(await_result(store.record_answer("k1", {"hash", 201, "{}"})));
    CHECK(code_of(await_result(store.record_answer("k1", {"other", 500, "no"}))) == Errc::Conflict);
    const auto answer = must(await_result(store.recorded_answer("k1")));
    REQUIRE(answer.has_value());
    CHECK(answer->request_hash == "hash");
    CHECK(answer->status == 201);
    CHECK(answer->body == "{}");
  }

  TEST_CASE_FIXTURE(StoreRig, "the disk's room is known") {
    const auto space = must(await_result(store.disk_space()));
    CHECK(space.total_bytes > 0);
    CHECK(space.free_bytes <= space.total_bytes);
  }
}

}  // namespace booth
