#include "daemon/core/print/print_reconcile.hpp"

#include <array>

#include <doctest/doctest.h>

namespace booth {
namespace {

using Job = std::optional<SpoolState>;

constexpr std::array kRows{PrintState::Submitting, PrintState::Spooled, PrintState::Sending};
constexpr std::array kJobs{Job{},
                           Job{SpoolState::Incoming},
                           Job{SpoolState::Held},
                           Job{SpoolState::Pending},
                           Job{SpoolState::Processing},
                           Job{SpoolState::Stopped},
                           Job{SpoolState::Completed},
                           Job{SpoolState::Cancelled},
                           Job{SpoolState::Aborted}};
constexpr std::array kGuards{GuardRecord::NotGuarded, GuardRecord::AtWork, GuardRecord::None,
                             GuardRecord::Started,    GuardRecord::Done,   GuardRecord::Counted,
                             GuardRecord::NotCounted};

/// What a step does, without its words.
enum class Kind { Wait, Again, Recall, Printed, Hold, Doubt };

Kind kind_of(const PrintStep& step) {
  return static_cast<Kind>(step.index());
}

PrintStep decide(PrintState row, Job job, GuardRecord guard, int attempts = 1,
                 bool is_stuck = false) {
  return reconcile(
      {.row = row, .attempts = attempts, .job = job, .guard = guard, .is_stuck = is_stuck}, {});
}

/// Calls `check` with every combination of row, job and guard.
template <class Check>
void for_every_case(const Check& check) {
  for (const auto row : kRows)
    for (const auto& job : kJobs)
      for (const auto guard : kGuards)
        for (const bool is_stuck : {false, true})
          for (const int attempts : {1, 5, 50}) {
            CAPTURE(to_string(row));
            CAPTURE((job ? static_cast<int>(*job) : -1));
            CAPTURE(static_cast<int>(guard));
            CAPTURE(is_stuck);
            CAPTURE(attempts);
            check(row, job, guard, decide(row, job, guard, attempts, is_stuck));
          }
}

TEST_SUITE("core/print/print_reconcile") {
  TEST_CASE("a sheet whose data may have reached a printer is never sent again") {
    for_every_case([](PrintState, const Job&, GuardRecord guard, const PrintStep& step) {
      const auto kind = kind_of(step);
      if (guard != GuardRecord::NotGuarded && guard != GuardRecord::None) {
        CHECK(kind != Kind::Again);
        CHECK(kind != Kind::Recall);
      }
    });
  }

  TEST_CASE("a sheet is called printed only with proof") {
    for_every_case([](PrintState, const Job& job, GuardRecord guard, const PrintStep& step) {
      const auto* const printed = std::get_if<MarkPrinted>(&step);
      if (guard == GuardRecord::Done) {
        REQUIRE(printed != nullptr);
        CHECK(printed->proof == PrintProof::GuardJournal);
      } else if (guard == GuardRecord::Counted) {
        REQUIRE(printed != nullptr);
        CHECK(printed->proof == PrintProof::PrinterCounter);
      } else if (printed != nullptr) {
        CHECK(guard == GuardRecord::NotGuarded);
        CHECK(job == SpoolState::Completed);
        CHECK(printed->proof == PrintProof::SpoolerOnly);
      }
    });
  }

  TEST_CASE("a job that the spooler still holds is never submitted a second time") {
    for_every_case([](PrintState, const Job& job, GuardRecord, const PrintStep& step) {
      const bool is_active = job && *job != SpoolState::Completed &&
                             *job != SpoolState::Cancelled && *job != SpoolState::Aborted;
      if (is_active) CHECK(kind_of(step) != Kind::Again);
    });
  }

  TEST_CASE("every job that has ended leads somewhere: nobody waits for it") {
    for_every_case([](PrintState, const Job& job, GuardRecord guard, const PrintStep& step) {
      if (guard == GuardRecord::AtWork) return;
      const bool has_ended = !job || *job == SpoolState::Completed ||
                             *job == SpoolState::Cancelled || *job == SpoolState::Aborted;
      if (has_ended) CHECK(kind_of(step) != Kind::Wait);
    });
  }

  TEST_CASE("without a guard, what cannot be known is doubted") {
    for (const auto row : kRows) {
      CHECK(kind_of(decide(row, std::nullopt, GuardRecord::NotGuarded)) == Kind::Doubt);
      CHECK(kind_of(decide(row, SpoolState::Cancelled, GuardRecord::NotGuarded)) == Kind::Doubt);
      CHECK(kind_of(decide(row, SpoolState::Aborted, GuardRecord::NotGuarded)) == Kind::Doubt);
      CHECK(kind_of(decide(row, SpoolState::Incoming, GuardRecord::NotGuarded)) == Kind::Recall);
    }
  }

  TEST_CASE("the guard has seen nothing: the sheet goes back to the queue or waits") {
    const auto none = GuardRecord::None;
    struct Row {
      Job job;
      Kind when_submitting;
      Kind when_spooled;
    };
    const Row rows[] = {
        {std::nullopt, Kind::Again, Kind::Again},
        {SpoolState::Incoming, Kind::Recall, Kind::Recall},
        {SpoolState::Held, Kind::Wait, Kind::Wait},
        {SpoolState::Pending, Kind::Wait, Kind::Wait},
        {SpoolState::Processing, Kind::Wait, Kind::Wait},
        {SpoolState::Stopped, Kind::Wait, Kind::Wait},
        // A filter died, and the spooler calls that a success.
        {SpoolState::Completed, Kind::Again, Kind::Again},
        // Our own recall says Submitting first; any other cancellation is somebody else's, or a
        // wrong medium.
        {SpoolState::Cancelled, Kind::Again, Kind::Hold},
        {SpoolState::Aborted, Kind::Again, Kind::Again},
    };
    for (const auto& row : rows) {
      CHECK(kind_of(decide(PrintState::Submitting, row.job, none)) == row.when_submitting);
      CHECK(kind_of(decide(PrintState::Spooled, row.job, none)) == row.when_spooled);
    }
  }

  TEST_CASE("after five attempts that came back empty-handed a person decides") {
    for (const auto job : {SpoolState::Completed, SpoolState::Aborted}) {
      CHECK(kind_of(decide(PrintState::Spooled, job, GuardRecord::None, 4)) == Kind::Again);
      CHECK(kind_of(decide(PrintState::Spooled, job, GuardRecord::None, 5)) == Kind::Hold);
    }
  }

  TEST_CASE("a sheet that wanders between printers in trouble is given up later") {
    const auto again = decide(PrintState::Submitting, SpoolState::Cancelled, GuardRecord::None, 19);
    CHECK(kind_of(again) == Kind::Again);
    const auto held = decide(PrintState::Submitting, SpoolState::Cancelled, GuardRecord::None, 20);
    CHECK(kind_of(held) == Kind::Hold);
  }

  TEST_CASE("a stuck job is recalled, unless a filter is at work on it or data has gone out") {
    for (const auto job : {SpoolState::Held, SpoolState::Pending, SpoolState::Stopped}) {
      CHECK(kind_of(decide(PrintState::Spooled, job, GuardRecord::None, 1, true)) == Kind::Recall);
      CHECK(kind_of(decide(PrintState::Spooled, job, GuardRecord::NotGuarded, 1, true)) !=
            Kind::Recall);
    }
    CHECK(kind_of(decide(PrintState::Spooled, SpoolState::Processing, GuardRecord::None, 1,
                         true)) == Kind::Wait);
  }

  TEST_CASE("while the guard is at work everybody waits, whatever the spooler says") {
    for (const auto row : kRows)
      for (const auto& job : kJobs)
        CHECK(decide(row, job, GuardRecord::AtWork) ==
              PrintStep{WaitForPrinter{PrintState::Sending}});
  }

  TEST_CASE(
      "a sheet that was begun and left is doubted at once, whatever the spooler wants to do with "
      "it") {
    for (const auto row : kRows)
      for (const auto& job : kJobs)
        CHECK(kind_of(decide(row, job, GuardRecord::Started)) == Kind::Doubt);
  }

  TEST_CASE("a counter that stood still is doubted, whatever the driver says") {
    for (const auto row : kRows)
      for (const auto& job : kJobs)
        CHECK(kind_of(decide(row, job, GuardRecord::NotCounted)) == Kind::Doubt);
  }

  TEST_CASE("a printer that keeps jobs is asked what became of it before the spooler is believed") {
    const auto says = [](AtPrinter at_printer) {
      return reconcile({.row = PrintState::Sending,
                        .attempts = 1,
                        .job = SpoolState::Completed,
                        .at_printer = at_printer},
                       {});
    };
    CHECK(says(AtPrinter::Completed) == PrintStep{MarkPrinted{PrintProof::IppJob}});
    CHECK(says(AtPrinter::NotAsked) == PrintStep{MarkPrinted{PrintProof::SpoolerOnly}});
    CHECK(says(AtPrinter::AtWork) == PrintStep{WaitForPrinter{PrintState::Sending}});
    CHECK(says(AtPrinter::Silent) == PrintStep{WaitForPrinter{PrintState::Sending}});
    // A power cut in the middle: the spooler calls that completed.
    CHECK(kind_of(says(AtPrinter::Forgotten)) == Kind::Doubt);
    CHECK(kind_of(says(AtPrinter::GivenUp)) == Kind::Doubt);
  }

  TEST_CASE("the reason carries the spooler's words") {
    const auto step = reconcile({.row = PrintState::Spooled,
                                 .attempts = 1,
                                 .job = SpoolState::Cancelled,
                                 .job_message = "Wrong media loaded",
                                 .guard = GuardRecord::None},
                                {});
    CHECK(std::get<HoldPrint>(step).reason ==
          "not printed: the spooler cancelled it (Wrong media loaded)");
  }
}

}  // namespace
}  // namespace booth
