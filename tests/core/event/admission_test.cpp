#include "daemon/core/event/admission.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono;

constexpr UtcTime kNow = sys_days(year{2026} / December / 5) + hours(18);

EventPlan plan() {
  EventPlan plan;
  plan.slug = "party";
  plan.title = "Party";
  plan.template_name = "strip-2x6";
  return plan;
}

bool says(const std::optional<Refusal>& refusal, const std::string& part) {
  return refusal && refusal->message.find(part) != std::string::npos &&
         !refusal->what_to_do.empty();
}

}  // namespace

TEST_SUITE("core/event/admission") {
  TEST_CASE("an event without window and limits is always open") {
    CHECK_FALSE(why_no_session(plan(), false, {100'000, 100'000}, kNow));
  }

  TEST_CASE("the window, a closed event and used up sessions are told apart") {
    auto event = plan();
    CHECK(says(why_no_session(event, true, {}, kNow), "is closed"));
    event.opens_at = kNow + minutes(1);
    CHECK(says(why_no_session(event, false, {}, kNow), "has not begun"));
    event.opens_at = kNow;
    CHECK_FALSE(why_no_session(event, false, {}, kNow));
    event.closes_at = kNow;
    CHECK(says(why_no_session(event, false, {}, kNow), "is over"));
    event.closes_at.reset();
    event.limits.sessions = 10;
    CHECK_FALSE(why_no_session(event, false, {9, 0}, kNow));
    CHECK(says(why_no_session(event, false, {10, 0}, kNow), "10 sessions"));
  }

  TEST_CASE("a clock that cannot be right shuts nobody out") {
    auto event = plan();
    event.opens_at = kNow;
    event.closes_at = kNow + hours(5);
    CHECK_FALSE(why_no_session(event, false, {}, UtcTime()));
  }

  TEST_CASE("prints are limited per session and per event, and can be switched off") {
    auto event = plan();
    event.limits.prints_per_session = 3;
    event.limits.prints = 100;
    CHECK_FALSE(why_no_prints(event, {1, 97}, 0, 3));
    CHECK(why_no_prints(event, {1, 98}, 0, 3));
    CHECK(why_no_prints(event, {1, 0}, 2, 2));
    event.features[static_cast<std::size_t>(EventFeature::Print)] = false;
    CHECK(why_no_prints(event, {}, 0, 1));
    CHECK_FALSE(why_no_prints(event, {}, 0, 0));
  }
}

TEST_SUITE("core/event/event_plan") {
  TEST_CASE("a plan that cannot be is refused with its field") {
    struct Case {
      const char* field;
      void (*spoil)(EventPlan&);
    };
    const Case cases[] = {
        {"slug", [](EventPlan& event) { event.slug = "Party!"; }},
        {"slug", [](EventPlan& event) { event.slug = std::string(65, 'a'); }},
        {"title", [](EventPlan& event) { event.title.clear(); }},
        {"template", [](EventPlan& event) { event.template_name = "../etc"; }},
        {"templates",
         [](EventPlan& event) {
           event.templates = {"good", "no good"};
         }},
        {"targets", [](EventPlan& event) { event.targets = {"Cloud"}; }},
        {"copies", [](EventPlan& event) { event.copies = 21; }},
        {"copies", [](EventPlan& event) { event.limits.prints_per_session = 0; }},
        {"most_sessions", [](EventPlan& event) { event.limits.sessions = 0; }},
        {"keep_days", [](EventPlan& event) { event.keep = days(0); }},
        {"closes_at", [](EventPlan& event) { event.opens_at = event.closes_at = kNow; }}};
    CHECK(check_plan(plan()).has_value());
    for (const auto& one : cases) {
      CAPTURE(one.field);
      auto event = plan();
      one.spoil(event);
      const auto checked = check_plan(event);
      REQUIRE(checked.has_error());
      CHECK(checked.error().context.starts_with(one.field));
    }
  }

  TEST_CASE("guests choose among the event's templates, if they may") {
    auto event = plan();
    CHECK(*chosen_template(event, std::nullopt) == "strip-2x6");
    CHECK(*chosen_template(event, "anything") == "anything");
    event.templates = {"duo-4x6"};
    CHECK(*chosen_template(event, "duo-4x6") == "duo-4x6");
    CHECK(chosen_template(event, "anything").error().code == Errc::Conflict);
    event.features[static_cast<std::size_t>(EventFeature::ChooseTemplate)] = false;
    CHECK(chosen_template(event, "duo-4x6").error().code == Errc::Conflict);
    CHECK(*chosen_template(event, "strip-2x6") == "strip-2x6");
  }

  TEST_CASE("who wrote a version, and when, is no difference to guests") {
    auto other = plan();
    other.version = 7;
    other.made_by = "boothctl:root";
    CHECK(is_same_offer(plan(), other));
    other.copies = 2;
    CHECK_FALSE(is_same_offer(plan(), other));
  }
}

}  // namespace booth
