#include "daemon/core/print/print_rules.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace booth {
namespace {

PrintVerdict decide(int copies, const PrintUsage& usage, const PrintRules& rules,
                    bool has_guest = false, bool takes_fewer = false) {
  return decide_prints({.copies = copies, .has_guest = has_guest, .takes_fewer = takes_fewer},
                       usage, rules);
}

TEST_SUITE("core/print/print_rules") {
  TEST_CASE("without limits everything is printed and nobody is told") {
    const auto verdict = decide(20, {1000, 100'000, 1000}, {}, true);
    CHECK(verdict.admitted == 20);
    CHECK(verdict.limit.empty());
    CHECK_FALSE(verdict.is_told);
  }

  TEST_CASE("never more is admitted than every limit leaves, and a request is taken whole or not") {
    for (int limit = 1; limit <= 4; ++limit)
      for (int used = 0; used <= 5; ++used)
        for (int copies = 1; copies <= 5; ++copies) {
          CAPTURE(limit);
          CAPTURE(used);
          CAPTURE(copies);
          const int room = std::max(limit - used, 0);
          const auto whole = decide(copies, {used, used, used}, {.per_event = limit});
          CHECK(whole.admitted == (copies <= room ? copies : 0));
          CHECK(whole.sentence.empty() == (copies <= room));
          CHECK(whole.is_told == (copies > room));
          const auto part = decide(copies, {used, used, used}, {.per_session = limit}, false, true);
          CHECK(part.admitted == std::min(copies, room));
        }
  }

  TEST_CASE("the tightest limit is named, in words for guests") {
    const PrintRules rules{.per_session = 3, .per_event = 400, .per_guest = 2};
    CHECK(decide(1, {0, 400, 0}, rules, true).limit == "event");
    CHECK(decide(1, {0, 400, 0}, rules, true).sentence == "this event's 400 prints are used up");
    CHECK(decide(1, {1, 10, 2}, rules, true).limit == "guest");
    CHECK(decide(3, {1, 10, 0}, rules).sentence ==
          "this session's 3 prints are used up but for 2; 3 were asked for");
    CHECK(decide(2, {1, 1, 0}, {.per_session = 1}).sentence == "this session's 1 print is used up");
  }

  TEST_CASE("a guest that nobody named has no limit of its own") {
    CHECK(decide(5, {0, 0, 99}, {.per_guest = 1}, false).admitted == 5);
    CHECK(decide(1, {0, 0, 1}, {.per_guest = 1}, true).admitted == 0);
  }

  TEST_CASE("notify prints and tells, count prints and stays silent") {
    const PrintUsage full{5, 5, 5};
    const auto told = decide(2, full, {.per_event = 5, .at_limit = AtLimit::Notify});
    CHECK(told.admitted == 2);
    CHECK(told.is_told);
    CHECK(told.sentence.empty());
    const auto silent = decide(2, full, {.per_event = 5, .at_limit = AtLimit::Count});
    CHECK(silent.admitted == 2);
    CHECK_FALSE(silent.is_told);
    CHECK(silent.limit == "event");
  }

  TEST_CASE("reprints, gifts and tests pass every limit") {
    const PrintRules strict{.per_session = 1, .per_event = 1, .per_guest = 1};
    for (const auto purpose : {PrintPurpose::Reprint, PrintPurpose::Comp, PrintPurpose::Test})
      CHECK(decide_prints({.copies = 3, .purpose = purpose, .has_guest = true}, {9, 9, 9}, strict)
                .admitted == 3);
  }

  TEST_CASE("the tighter of house rules and agreement counts, and nothing is no limit") {
    const PrintRules house{.per_session = 4, .per_event = 0, .per_guest = 2};
    const auto both = with_agreed(house, 3, 400);
    CHECK(both.per_session == 3);
    CHECK(both.per_event == 400);
    CHECK(both.per_guest == 2);
    CHECK(with_agreed(house, 20, 0).per_session == 4);
    CHECK(with_agreed(house, 0, 0).per_session == 4);
    CHECK(with_agreed(house, 0, 0).per_event == 0);
  }

  TEST_CASE("every action has a word and comes back from it") {
    for (const auto action : {AtLimit::Stop, AtLimit::Notify, AtLimit::Count})
      CHECK(at_limit_from(to_string(action)) == action);
    CHECK_FALSE(at_limit_from("explode"));
  }
}

}  // namespace
}  // namespace booth
