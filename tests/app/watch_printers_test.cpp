#include <algorithm>

#include <doctest/doctest.h>

#include "tests/support/printing_booth.hpp"

namespace booth {
namespace {

long facts_of(PrintingBooth& booth, const std::string& type) {
  const auto facts = must(run_until_done(booth.loop, booth.store->facts(0, 1000)));
  return std::count_if(facts.begin(), facts.end(),
                       [&type](const Fact& fact) { return fact.type == type; });
}

void set_mode(PrintingBooth& booth, const std::string& name, PrinterMode mode) {
  must(run_until_done(booth.loop, booth.runner->set_mode(name, mode, "boothctl:root")));
}

PrinterView view_of(PrintingBooth& booth, std::size_t index = 0) {
  return booth.runner->printer_views().at(index);
}

TEST_SUITE("app/watch_printers") {
  TEST_CASE("a paused printer gets nothing new and finishes what it has, also after a restart") {
    PrintingBooth booth;
    const auto prints = booth.ask(2);
    booth.start();
    REQUIRE(booth.becomes(prints[0], PrintState::Spooled));
    set_mode(booth, "dnp", PrinterMode::Paused);
    booth.printer().finish(prints[0]);
    REQUIRE(booth.becomes(prints[0], PrintState::Printed));
    booth.stop();
    booth.start();
    REQUIRE(booth.comes([&] { return view_of(booth).mode == PrinterMode::Paused; }));
    CHECK(view_of(booth).mode_by == "boothctl:root");
    CHECK(booth.row(prints[1]).state == PrintState::Queued);
    set_mode(booth, "dnp", PrinterMode::Active);
    CHECK(booth.printer().resumes >= 1);
    CHECK(booth.becomes(prints[1], PrintState::Spooled));
    CHECK(facts_of(booth, "printer.mode_changed") == 2);
  }

  TEST_CASE("draining: the unsent sheet moves to the other printer, the one in work does not") {
    PrintingBooth booth({"left", "right"});
    auto& left = *booth.printers[0];
    auto& right = *booth.printers[1];
    right.is_unreachable = true;
    const auto prints = booth.ask(2);
    left.at_once = 2;
    booth.start();
    REQUIRE(booth.becomes(prints[0], PrintState::Spooled));
    REQUIRE(booth.becomes(prints[1], PrintState::Spooled));
    left.records[prints[0]] = GuardRecord::AtWork;
    left.jobs[prints[1]].state = SpoolState::Pending;
    right.is_unreachable = false;
    set_mode(booth, "left", PrinterMode::Draining);
    REQUIRE(booth.comes([&] { return right.submitted.size() == 1; }));
    CHECK(right.submitted == std::vector<PrintId>{prints[1]});
    CHECK(left.cancelled == std::vector<PrintId>{prints[1]});
    left.finish(prints[0]);
    right.finish(prints[1]);
    CHECK(booth.becomes(prints[0], PrintState::Printed));
    CHECK(booth.becomes(prints[1], PrintState::Printed));
    CHECK(left.submitted.size() == 2);
  }

  TEST_CASE("in maintenance only a test print comes, and the queue is left alone") {
    PrintingBooth booth;
    const auto print = booth.ask(1)[0];
    booth.printer().next_report.is_queue_paused = true;
    booth.printer().next_report.condition = PrinterCondition::CoverOpen;
    booth.start();
    set_mode(booth, "dnp", PrinterMode::Maintenance);
    const int resumes = booth.printer().resumes;
    booth.printer().next_report = {.condition = PrinterCondition::Ready};
    auto test = booth.row(print);
    test.id = new_id<PrintId>(booth.timer);
    test.purpose = PrintPurpose::Test;
    test.only_printer = "dnp";
    must(run_until_done(booth.loop, booth.store->add_prints({test}, {})));
    booth.runner->wake();
    CHECK(booth.becomes(test.id, PrintState::Spooled));
    CHECK(booth.row(print).state == PrintState::Queued);
    CHECK(booth.printer().resumes == resumes);
  }

  TEST_CASE("a sheet waits while the wrong paper is loaded, before anything is submitted") {
    PrintingBooth booth;
    booth.printer().next_report.loaded = LoadedMedium{"5x7 (2L)", std::vector<std::string>{"5x7"}};
    const auto print = booth.ask(1)[0];
    booth.start();
    REQUIRE(booth.comes(
        [&] { return view_of(booth).report.condition == PrinterCondition::WrongMedia; }));
    CHECK(view_of(booth).report.message == "loaded is 5x7 (2L), the next sheet needs 4x6");
    CHECK_FALSE(view_of(booth).what_to_do.empty());
    CHECK(booth.printer().submitted.empty());
    CHECK(booth.row(print).state == PrintState::Queued);
    CHECK(booth.comes([&] { return booth.printer().refreshes >= 2; }));
    booth.printer().next_report.loaded = LoadedMedium{"6x4 (PC)", std::vector<std::string>{"4x6"}};
    CHECK(booth.becomes(print, PrintState::Spooled));
    CHECK(facts_of(booth, "printer.media_changed") == 1);
  }

  TEST_CASE("paper that nobody knows the name of refuses nothing") {
    PrintingBooth booth;
    booth.printer().next_report.loaded = LoadedMedium{"something new", std::nullopt};
    const auto print = booth.ask(1)[0];
    booth.start();
    CHECK(booth.becomes(print, PrintState::Spooled));
  }

  TEST_CASE("low paper is one fact, a new roll another") {
    PrintingBooth booth;
    booth.printer().next_report.media_remaining = 20;
    booth.start();
    REQUIRE(booth.comes([&] { return view_of(booth).is_media_low; }));
    booth.printer().next_report.media_remaining = 19;
    REQUIRE(booth.comes([&] { return view_of(booth).media_left == 19; }));
    booth.printer().next_report.media_remaining = 400;
    REQUIRE(booth.comes([&] { return view_of(booth).media_left == 400; }));
    CHECK(facts_of(booth, "printer.media_low") == 1);
    CHECK(facts_of(booth, "printer.media_changed") == 1);
    CHECK_FALSE(view_of(booth).is_media_low);
  }

  TEST_CASE("a printer that does not count is counted from what a person said, across restarts") {
    PrintingBooth booth;
    const auto prints = booth.ask(2);
    booth.start();
    must(run_until_done(booth.loop, booth.runner->set_media("dnp", 54, "boothctl:root")));
    CHECK(view_of(booth).media_left == 54);
    for (const auto& print : prints) {
      REQUIRE(booth.becomes(print, PrintState::Spooled));
      booth.printer().finish(print);
      REQUIRE(booth.becomes(print, PrintState::Printed));
    }
    CHECK(booth.comes([&] { return view_of(booth).media_left == 52; }));
    booth.stop();
    booth.start();
    CHECK(booth.comes([&] { return view_of(booth).media_left == 52; }));
    must(run_until_done(booth.loop, booth.runner->set_media("dnp", 54, "boothctl:root")));
    CHECK(view_of(booth).media_left == 54);
    const auto nobody =
        run_until_done(booth.loop, booth.runner->set_media("selphy", 54, "boothctl:root"));
    CHECK(nobody.error().code == Errc::NotFound);
  }

  TEST_CASE("how long a sheet will take is known after the first one") {
    PrintingBooth booth;
    const auto prints = booth.ask(3);
    booth.start();
    REQUIRE(booth.becomes(prints[0], PrintState::Spooled));
    CHECK_FALSE(booth.runner->expected_in(prints[2]));
    booth.printer().finish(prints[0]);
    REQUIRE(booth.becomes(prints[1], PrintState::Spooled));
    REQUIRE(booth.comes([&] { return booth.runner->expected_in(prints[2]).has_value(); }));
    CHECK(view_of(booth).print_time.has_value());
  }

  TEST_CASE("an idle printer is asked what is left, once in a while") {
    PrintingBooth booth;
    booth.start();
    CHECK(booth.comes([&] { return booth.printer().refreshes == 1; }));
  }

  TEST_CASE("two sheets are on their way where the printer has two buffers") {
    PrintingBooth booth;
    booth.printer().at_once = 2;
    const auto prints = booth.ask(3);
    booth.start();
    REQUIRE(booth.becomes(prints[1], PrintState::Spooled));
    CHECK(booth.row(prints[2]).state == PrintState::Queued);
    booth.printer().finish(prints[0]);
    CHECK(booth.becomes(prints[2], PrintState::Spooled));
  }
}

}  // namespace
}  // namespace booth
