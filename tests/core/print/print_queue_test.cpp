#include "daemon/core/print/print_queue.hpp"

#include <doctest/doctest.h>

#include "daemon/core/print/print_retry.hpp"
#include "daemon/core/print/queue_resume.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

PrinterCandidate healthy(const std::string& name) {
  return {.name = name, .condition = PrinterCondition::Ready};
}

SteadyTime at(std::chrono::milliseconds since_start) {
  return SteadyTime(since_start);
}

TEST_SUITE("core/print/printer_choice") {
  TEST_CASE("only a free, fitting, healthy printer with paper gets a sheet") {
    CHECK(choose_printer(std::vector{healthy("a")}) == 0);
    for (const auto condition :
         {PrinterCondition::Offline, PrinterCondition::OutOfMedia, PrinterCondition::WrongMedia,
          PrinterCondition::CoverOpen, PrinterCondition::Jammed, PrinterCondition::Misconfigured,
          PrinterCondition::Faulty, PrinterCondition::Unknown}) {
      auto sick = healthy("a");
      sick.condition = condition;
      CHECK(choose_printer(std::vector{sick}) == std::nullopt);
      CHECK(choose_printer(std::vector{sick, healthy("b")}) == 1);
    }
    auto busy = healthy("a");
    busy.is_free = false;
    CHECK(choose_printer(std::vector{busy}) == std::nullopt);
    auto other_size = healthy("a");
    other_size.fits_sheet = false;
    CHECK(choose_printer(std::vector{other_size}) == std::nullopt);
    auto paused = healthy("a");
    paused.is_queue_paused = true;
    CHECK(choose_printer(std::vector{paused}) == std::nullopt);
    auto empty = healthy("a");
    empty.media_remaining = 0;
    CHECK(choose_printer(std::vector{empty}) == std::nullopt);
    CHECK(choose_printer({}) == std::nullopt);
  }

  TEST_CASE(
      "a printer in trouble gets a sheet now and then, but only when no healthy one is free") {
    auto sick = healthy("a");
    sick.condition = PrinterCondition::OutOfMedia;
    sick.may_try_anyway = true;
    CHECK(choose_printer(std::vector{sick}) == 0);
    CHECK(choose_printer(std::vector{sick, healthy("b")}) == 1);
  }

  TEST_CASE("among equals: no low paper, more paper, longer rest") {
    auto low = healthy("low");
    low.condition = PrinterCondition::MediaLow;
    CHECK(choose_printer(std::vector{low, healthy("b")}) == 1);
    auto little = healthy("little");
    little.media_remaining = 20;
    auto much = healthy("much");
    much.media_remaining = 300;
    CHECK(choose_printer(std::vector{little, much}) == 1);
    auto recent = healthy("recent");
    recent.last_used = at(5s);
    auto rested = healthy("rested");
    rested.last_used = at(2s);
    CHECK(choose_printer(std::vector{recent, rested}) == 1);
  }

  TEST_CASE("a sheet leaves a printer in trouble only for one that can print it now") {
    auto sick = healthy("a");
    sick.condition = PrinterCondition::CoverOpen;
    auto busy = healthy("b");
    busy.is_free = false;
    CHECK(is_better_elsewhere(std::vector{sick, healthy("b")}, 0));
    CHECK_FALSE(is_better_elsewhere(std::vector{sick, busy}, 0));
    CHECK_FALSE(is_better_elsewhere(std::vector{sick, sick}, 0));
    CHECK_FALSE(is_better_elsewhere(std::vector{healthy("a"), healthy("b")}, 0));
  }
}

TEST_SUITE("core/print/print_queue") {
  TEST_CASE("the oldest print that somebody can take goes first") {
    const std::vector printers{healthy("a"), healthy("b")};
    const std::vector<WaitingPrint> waiting{{.fits = {false, true}}, {.fits = {true, true}}};
    const auto next = next_to_send(waiting, printers, at(0s));
    REQUIRE(next);
    CHECK(next->print == 0);
    CHECK(next->printer == 1);
  }

  TEST_CASE("a print that nobody can take now does not stop the ones behind it") {
    auto busy = healthy("b");
    busy.is_free = false;
    const std::vector printers{healthy("a"), busy};
    const std::vector<WaitingPrint> waiting{{.fits = {false, true}}, {.fits = {true, true}}};
    const auto next = next_to_send(waiting, printers, at(0s));
    REQUIRE(next);
    CHECK(next->print == 1);
    CHECK(next->printer == 0);
  }

  TEST_CASE("a print that was refused waits for its time") {
    const std::vector printers{healthy("a")};
    const std::vector<WaitingPrint> waiting{{.fits = {true}, .not_before = at(10s)}};
    CHECK_FALSE(next_to_send(waiting, printers, at(9s)));
    CHECK(next_to_send(waiting, printers, at(10s)));
  }
}

TEST_SUITE("core/print/print_retry") {
  TEST_CASE(
      "what the spooler refuses for good is held, what it may take later is tried again, the rest "
      "is looked up") {
    for (const auto code : {Errc::JobRejected, Errc::WrongMedia, Errc::BadInput, Errc::Unsupported})
      CHECK(std::holds_alternative<HoldForPerson>(decide_after_failure(code, 1, {})));
    for (const auto code :
         {Errc::PrinterUnreachable, Errc::TimedOut, Errc::Io, Errc::Internal, Errc::Conflict})
      CHECK(std::holds_alternative<LookForJob>(decide_after_failure(code, 1, {})));
    for (const auto code : {Errc::NotFound, Errc::AuthRefused, Errc::Busy}) {
      CHECK(decide_after_failure(code, 1, {}) == SubmitDecision{RetryAfter{1s}});
      CHECK(decide_after_failure(code, 3, {}) == SubmitDecision{RetryAfter{4s}});
      CHECK(decide_after_failure(code, 99, {}) == SubmitDecision{RetryAfter{60s}});
    }
  }
}

TEST_SUITE("core/print/queue_resume") {
  TEST_CASE("trouble is tried soon, then less and less often, and for ever") {
    ResumePlan plan({.first_delay = 2s, .longest_delay = 60s});
    CHECK_FALSE(plan.is_due(at(100s)));
    plan.see_trouble(at(100s));
    plan.see_trouble(at(101s));
    CHECK_FALSE(plan.is_due(at(101s)));
    CHECK(plan.is_due(at(102s)));
    plan.count_try(at(102s));
    CHECK_FALSE(plan.is_due(at(105s)));
    CHECK(plan.is_due(at(106s)));
    for (int i = 0; i < 1000; ++i) plan.count_try(at(200s));
    CHECK_FALSE(plan.is_due(at(259s)));
    CHECK(plan.is_due(at(260s)));
  }

  TEST_CASE("health ends the episode, and the next trouble is tried soon again") {
    ResumePlan plan({.first_delay = 2s, .longest_delay = 60s});
    plan.see_trouble(at(0s));
    for (int i = 0; i < 9; ++i) plan.count_try(at(0s));
    plan.see_health();
    CHECK_FALSE(plan.is_due(at(1000s)));
    CHECK(plan.tries() == 0);
    plan.see_trouble(at(1000s));
    CHECK(plan.is_due(at(1002s)));
  }
}

}  // namespace
}  // namespace booth
