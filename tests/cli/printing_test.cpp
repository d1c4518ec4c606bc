#include <doctest/doctest.h>

#include "tests/support/api_rig.hpp"
#include "tests/support/run_program.hpp"

namespace booth::testing {
namespace {

ProgramResult boothctl(const ApiRig& rig, std::vector<std::string> words) {
  words.insert(words.begin(), {BOOTH_BIN_DIR "/boothctl", "--socket", rig.socket_path()});
  return run_program(words);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("cli/printing") {
  TEST_CASE("printers are listed with paper and proof, and do what a person says") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) {
      booth.add_session();
      PrinterView printer{.name = "dnp"};
      printer.report.condition = PrinterCondition::Ready;
      printer.report.loaded = LoadedMedium{"6x4 (PC)", std::nullopt};
      printer.report.media_remaining = printer.media_left = 84;
      printer.prints_per_hour = 42;
      printer.lasts_until = booth.now + std::chrono::hours(2);
      printer.best_proof = PrintProof::PrinterCounter;
      booth.shown.printers = {printer};
    });
    const auto list = boothctl(rig, {"printer", "list"}).out;
    CHECK(has(list, "84 sheets, until "));
    CHECK(has(list, "at 42 an hour"));
    CHECK(has(list, "6x4 (PC)"));
    CHECK(has(boothctl(rig, {"printer", "status"}).out, "the printer counted it"));
    CHECK(has(boothctl(rig, {"printer", "drain"}).out, "Printer dnp finishes its sheet"));
    CHECK(has(boothctl(rig, {"printer"}).out, "draining, ready"));
    CHECK(has(boothctl(rig, {"status"}).out, "boothctl printer resume dnp"));
    CHECK(boothctl(rig, {"printer", "pause", "dnp"}).exit_code == 0);
    CHECK(boothctl(rig, {"printer", "maintenance", "dnp"}).exit_code == 0);
    CHECK(has(boothctl(rig, {"printer", "resume"}).out, "prints again"));
    CHECK(has(boothctl(rig, {"printer", "media", "dnp", "700"}).out, "has 700 sheets"));
    CHECK(boothctl(rig, {"printer", "media", "dnp"}).exit_code == 2);
    CHECK(has(boothctl(rig, {"printer", "test"}).out, "prints the newest sheet"));
    CHECK(boothctl(rig, {"printer", "resume", "nosuch"}).exit_code == 4);
  }

  TEST_CASE("a sheet is printed again with a reason, held, spoiled, and found in the ledger") {
    ApiRig rig;
    const auto waiting = rig.with_booth([](FakeBooth& booth) {
      auto& session = booth.add_session();
      booth.add_print(session, PrintState::Printed).proof = PrintProof::SpoolerOnly;
      return booth.add_print(session, PrintState::Queued).id.str();
    });
    CHECK(boothctl(rig, {"print", "reprint", "1"}).exit_code == 2);
    CHECK(has(boothctl(rig, {"print", "reprint", "1", "--reason", "jammed"}).out, "1 copy"));
    CHECK(has(boothctl(rig, {"print", "hold", waiting}).out, "waits for"));
    CHECK(has(boothctl(rig, {"print", "list"}).out, "only the spooler says so"));
    const auto ledger = boothctl(rig, {"print", "ledger"}).out;
    CHECK(has(ledger, "3 "));
    CHECK(has(ledger, "printed: only the spooler says so"));
    CHECK(has(ledger, "held for a person"));
    CHECK(has(ledger, "were reprints"));
    CHECK(has(boothctl(rig, {"print"}).out, "PRINTER"));
  }
}

}  // namespace booth::testing
