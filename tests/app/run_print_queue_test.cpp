#include "daemon/app/run_print_queue.hpp"

#include <algorithm>
#include <memory>

#include <doctest/doctest.h>

#include "tests/support/printing_booth.hpp"

namespace booth {
namespace {

using Fate = FakePrinter::Fate;

TEST_SUITE("app/run_print_queue") {
  TEST_CASE(
      "the row says submitting before the spooler hears of the sheet, and printed when the guard "
      "proves it") {
    PrintingBooth booth;
    const auto print = booth.ask(1)[0];
    bool is_heard = false;
    booth.printer().when_submitted = [&](const PrintId&) { is_heard = true; };
    booth.start();
    CHECK(booth.comes([&] { return is_heard; }));
    CHECK(booth.becomes(print, PrintState::Spooled));
    booth.printer().records[print] = GuardRecord::AtWork;
    CHECK(booth.becomes(print, PrintState::Sending));
    booth.printer().finish(print);
    CHECK(booth.becomes(print, PrintState::Printed));
    CHECK(booth.row(print).proof == PrintProof::GuardJournal);

    const auto facts = must(run_until_done(booth.loop, booth.store->facts(0, 100)));
    std::vector<std::string> types;
    for (const auto& fact : facts)
      if (fact.subject == print.str()) types.push_back(fact.type);
    const std::vector<std::string> expected{"print.asked", "print.submitting", "print.spooled",
                                            "print.sending", "print.printed"};
    CHECK(types == expected);
  }

  TEST_CASE("one printer has one sheet at a time") {
    PrintingBooth booth;
    const auto prints = booth.ask(3);
    booth.start();
    for (const auto& print : prints) {
      CHECK(booth.becomes(print, PrintState::Spooled));
      CHECK(booth.printer().submitted.back() == print);
      booth.printer().finish(print);
      CHECK(booth.becomes(print, PrintState::Printed));
    }
    CHECK(booth.printer().submitted == prints);
  }

  TEST_CASE("a lost answer: a job that is there is adopted, a job that is not is sent again") {
    PrintingBooth booth;
    booth.printer().fates = {Fate::AcceptedButAnswerLost, Fate::LostBeforeSpooler, Fate::Accepted};
    const auto prints = booth.ask(2);
    booth.start();
    CHECK(booth.becomes(prints[0], PrintState::Spooled));
    CHECK(booth.printer().submitted.size() == 1);
    booth.printer().finish(prints[0]);
    CHECK(booth.becomes(prints[1], PrintState::Spooled));
    CHECK(booth.printer().submitted == std::vector<PrintId>{prints[0], prints[1], prints[1]});
    CHECK(booth.row(prints[1]).attempts == 2);
  }

  TEST_CASE(
      "what the spooler refuses for good is held with its words, and a missing queue is tried "
      "again") {
    PrintingBooth booth;
    booth.printer().fates = {Fate::Rejected, Fate::NoSuchQueue, Fate::NoSuchQueue, Fate::Accepted};
    const auto prints = booth.ask(2);
    booth.start();
    CHECK(booth.becomes(prints[0], PrintState::Held));
    CHECK(booth.row(prints[0]).reason == "the spooler wants no such document");
    CHECK(booth.becomes(prints[1], PrintState::Spooled));
    CHECK(booth.row(prints[1]).attempts == 3);
  }

  TEST_CASE("a sheet that no printer here can print is held at once") {
    PrintingBooth booth;
    const auto print = booth.ask(1, "6x8")[0];
    booth.start();
    CHECK(booth.becomes(print, PrintState::Held));
    CHECK(booth.row(print).reason == "no printer here prints 6x8 at 1240 x 1844 pixels");
    CHECK(booth.printer().submitted.empty());
  }

  TEST_CASE(
      "after a restart every half-way row is settled by what the spooler and the guard know") {
    struct Row {
      PrintState row;
      std::optional<SpoolState> job;
      GuardRecord record;
      PrintState expected;
      std::size_t submissions;
    };
    const Row rows[] = {
        {PrintState::Submitting, std::nullopt, GuardRecord::None, PrintState::Spooled, 1},
        {PrintState::Submitting, SpoolState::Incoming, GuardRecord::None, PrintState::Spooled, 1},
        {PrintState::Submitting, SpoolState::Processing, GuardRecord::AtWork, PrintState::Sending,
         0},
        {PrintState::Submitting, SpoolState::Completed, GuardRecord::Done, PrintState::Printed, 0},
        {PrintState::Spooled, std::nullopt, GuardRecord::Done, PrintState::Printed, 0},
        {PrintState::Spooled, std::nullopt, GuardRecord::Started, PrintState::Unknown, 0},
        {PrintState::Sending, SpoolState::Completed, GuardRecord::Started, PrintState::Unknown, 0},
        {PrintState::Sending, SpoolState::Held, GuardRecord::Started, PrintState::Unknown, 0},
        {PrintState::Spooled, SpoolState::Cancelled, GuardRecord::None, PrintState::Held, 0},
        {PrintState::Spooled, SpoolState::Completed, GuardRecord::None, PrintState::Spooled, 1},
    };
    for (const auto& row : rows) {
      CAPTURE(to_string(row.row));
      CAPTURE((row.job ? static_cast<int>(*row.job) : -1));
      CAPTURE(static_cast<int>(row.record));
      PrintingBooth booth;
      const auto print = booth.ask(1)[0];
      booth.move(print, row.row);
      if (row.job) booth.printer().jobs[print] = {print, 7, *row.job, ""};
      booth.printer().records[print] = row.record;
      booth.start();
      CHECK(booth.comes([&] { return booth.printer().submitted.size() == row.submissions; }));
      CHECK(booth.becomes(print, row.expected));
      CHECK(booth.printer().submitted.size() == row.submissions);
    }
  }

  TEST_CASE("a held job of a print that is settled is cancelled, so that nothing comes out later") {
    PrintingBooth booth;
    const auto print = booth.ask(1)[0];
    booth.move(print, PrintState::Sending);
    booth.printer().jobs[print] = {print, 7, SpoolState::Held, ""};
    booth.printer().records[print] = GuardRecord::Started;
    booth.start();
    CHECK(booth.becomes(print, PrintState::Unknown));
    CHECK(booth.comes([&] { return !booth.printer().cancelled.empty(); }));
    CHECK(booth.printer().jobs[print].state == SpoolState::Cancelled);
  }

  TEST_CASE(
      "a printer that cannot be asked is shown as offline, and nothing is decided meanwhile") {
    PrintingBooth booth;
    const auto prints = booth.ask(2);
    booth.move(prints[0], PrintState::Spooled);
    booth.printer().is_unreachable = true;
    booth.start();
    const auto is_offline = [&] {
      return booth.runner->printer_views()[0].report.condition == PrinterCondition::Offline;
    };
    CHECK(booth.comes(is_offline));
    CHECK(booth.row(prints[0]).state == PrintState::Spooled);
    CHECK(booth.row(prints[1]).state == PrintState::Queued);
    CHECK(booth.runner->printer_views()[0].what_to_do == what_to_do(PrinterCondition::Offline));
    booth.printer().is_unreachable = false;
    booth.printer().finish(prints[0]);
    CHECK(booth.becomes(prints[0], PrintState::Printed));
    CHECK(booth.becomes(prints[1], PrintState::Spooled));
  }

  TEST_CASE("a paused queue is resumed again and again, and its episode is one fact") {
    PrintingBooth booth;
    booth.printer().next_report.is_queue_paused = true;
    booth.printer().next_report.condition = PrinterCondition::OutOfMedia;
    booth.start();
    CHECK(booth.comes([&] { return booth.printer().resumes >= 3; }));
    const auto facts = must(run_until_done(booth.loop, booth.store->facts(0, 100)));
    const auto count = std::count_if(facts.begin(), facts.end(), [](const Fact& fact) {
      return fact.type == "printer.resumed";
    });
    CHECK(count == 1);
  }

  TEST_CASE("trouble that the spooler goes on showing does not block for ever: one sheet may try") {
    PrintingBooth booth;
    booth.printer().next_report.condition = PrinterCondition::OutOfMedia;
    const auto print = booth.ask(1)[0];
    booth.start();
    CHECK(booth.becomes(print, PrintState::Spooled));
  }

  TEST_CASE(
      "a sheet that waits at a printer in trouble moves to a free one, and one that was begun "
      "never "
      "does") {
    PrintingBooth booth({"left", "right"});
    auto& left = *booth.printers[0];
    auto& right = *booth.printers[1];
    const auto waiting = booth.ask(1)[0];
    booth.move(waiting, PrintState::Spooled);
    left.jobs[waiting] = {waiting, 1, SpoolState::Pending, ""};
    left.next_report = {.condition = PrinterCondition::CoverOpen, .is_queue_paused = true};
    right.is_unreachable = true;
    booth.start();
    CHECK(booth.comes([&] { return left.resumes > 0; }));
    right.is_unreachable = false;
    CHECK(booth.comes([&] { return !right.submitted.empty(); }));
    CHECK(right.submitted[0] == waiting);
    CHECK(left.cancelled == std::vector<PrintId>{waiting});
    right.finish(waiting);
    REQUIRE(booth.becomes(waiting, PrintState::Printed));
    // Not earlier: while the right one was busy, the left one might have been tried all the same.
    const auto begun = booth.ask(1)[0];
    CHECK(booth.becomes(begun, PrintState::Spooled));
    right.records[begun] = GuardRecord::AtWork;
    CHECK(booth.becomes(begun, PrintState::Sending));
    right.next_report = {.condition = PrinterCondition::Jammed};
    left.next_report = {.condition = PrinterCondition::Ready};
    CHECK(right.cancelled.empty());
    right.finish(begun);
    CHECK(booth.becomes(begun, PrintState::Printed));
    CHECK(left.submitted.empty());
  }

  TEST_CASE("a print whose printer is no longer configured is left to a person") {
    PrintingBooth booth;
    const auto print = booth.ask(1)[0];
    booth.move(print, PrintState::Sending);
    booth.printers.clear();
    booth.printers.push_back(std::make_unique<FakePrinter>("new"));
    booth.start();
    CHECK(booth.becomes(print, PrintState::Unknown));
    CHECK(booth.row(print).reason.find("printer dnp is no longer configured") != std::string::npos);
  }

  TEST_CASE("a booth without printers keeps its prints and stops when asked") {
    PrintingBooth booth(std::vector<std::string>{});
    const auto print = booth.ask(1)[0];
    booth.start();
    booth.loop.restart();
    booth.loop.run_for(std::chrono::milliseconds(20));
    booth.stop();
    CHECK(booth.row(print).state == PrintState::Queued);
  }
}

}  // namespace
}  // namespace booth
