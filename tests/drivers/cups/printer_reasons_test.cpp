#include "drivers/cups/printer_reasons.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace booth {
namespace {

using Condition = PrinterCondition;

TEST_SUITE("drivers/cups/printer_reasons") {
  TEST_CASE("every keyword means the same with and without its severity") {
    struct Row {
      const char* keyword;
      Condition condition;
    };
    const Row rows[] = {
        {"none", Condition::Ready},
        {"paused", Condition::Ready},
        {"media-empty", Condition::OutOfMedia},
        {"media-needed", Condition::OutOfMedia},
        {"marker-supply-empty", Condition::OutOfMedia},
        {"input-tray-missing", Condition::OutOfMedia},
        {"media-low", Condition::MediaLow},
        {"marker-supply-low", Condition::MediaLow},
        {"media-jam", Condition::Jammed},
        {"cover-open", Condition::CoverOpen},
        {"door-open", Condition::CoverOpen},
        {"interlock-open", Condition::CoverOpen},
        {"offline", Condition::Offline},
        {"shutdown", Condition::Offline},
        {"connecting-to-device", Condition::Busy},
        {"org.gutenprint.searching-for-device", Condition::Offline},
        {"cups-missing-filter", Condition::Misconfigured},
        {"com.example.sings", Condition::Unknown},
    };
    for (const auto& row : rows) {
      for (const std::string suffix : {"", "-error", "-warning", "-report"}) {
        const std::vector<std::string> reasons{row.keyword + suffix};
        CAPTURE(reasons[0]);
        CHECK(most_urgent(reasons) == row.condition);
      }
    }
  }

  TEST_CASE("the most urgent of several counts, and an unknown one hides none") {
    const std::vector<std::string> trouble{"media-low-warning", "cover-open-error",
                                           "com.example.sings"};
    CHECK(most_urgent(trouble) == Condition::CoverOpen);
    const std::vector<std::string> low{"com.example.sings", "media-low-warning"};
    CHECK(most_urgent(low) == Condition::MediaLow);
    CHECK(most_urgent({}) == Condition::Ready);
  }

  TEST_CASE("dye-sublimation drivers say in words what has no keyword") {
    struct Row {
      const char* message;
      std::optional<Condition> condition;
    };
    const Row rows[] = {
        {"Printer not ready: Paper End, please correct...", Condition::OutOfMedia},
        {"Printer not ready: Ribbon End, please correct...", Condition::OutOfMedia},
        {"Printer not ready: Cover Open, please correct...", Condition::CoverOpen},
        {"Printer not ready: No Scrap Box, please correct...", Condition::CoverOpen},
        {"Printer not ready: Paper Jam, please correct...", Condition::Jammed},
        {"Printer not ready: Paper Definition Error, please correct...", Condition::WrongMedia},
        {"Printer not ready: Ribbon Error, please correct...", Condition::Jammed},
        {"Printer error: No Paper (03)", Condition::OutOfMedia},
        // Selphy
        {"Ribbon depleted!", Condition::OutOfMedia},
        {"No paper tray loaded, aborting!", Condition::OutOfMedia},
        {"Incorrect ribbon loaded (01 vs 02), aborting job!", Condition::WrongMedia},
        {"Cover open or media empty!", Condition::CoverOpen},
        // Mitsubishi
        {"Printer cover open!", Condition::CoverOpen},
        {"Loaded media does not match job!", Condition::WrongMedia},
        {"UPPER: Ribbon/Paper mismatch -> Change paper and ribbon:  10/20/30",
         Condition::WrongMedia},
        {"Ribbon system/Ribbon count end -> Reload or change ribbon:  10/20/30",
         Condition::OutOfMedia},
        {"Paper Jam/Printer door open -> Remove and reload paper:  1/2/3", Condition::CoverOpen},
        {"Unable to load CPC file '/usr/share/x'", Condition::Misconfigured},
        {"Both decks offline due to errors", Condition::Faulty},
        // Sinfonia and Kodak
        {"Printer encountered error: 3 -> Paper Jam: Paper Empty On", Condition::Jammed},
        {"Printer encountered error: 3 -> Mismatched Ribbon", Condition::WrongMedia},
        {"Printer encountered error: 3 -> No/Empty Ribbon", Condition::OutOfMedia},
        {"Printer encountered error: 3 -> Temp Sensor: Thermal Head High", Condition::Cooling},
        {"Printer encountered error: 3 -> Mechanical: Cutter (Left)", Condition::Faulty},
        {"Printer encountered error: 3 -> Sensor: Upper Cover Unstable", Condition::Faulty},
        // HiTi and Magicard
        {"Printer reported alert: 00000001 (Cover Opened)", Condition::CoverOpen},
        {"Printer reported alert: 00000001 (Paper Tray Removed)", Condition::OutOfMedia},
        {"Printer reported alert: 00000001 (Ribbon Tension Error)", Condition::Jammed},
        // Sony
        {"Printer error: No Paper Cassette (02)", Condition::OutOfMedia},
        {"Printer error: Ink Cassette Empty (02)", Condition::OutOfMedia},
        {"Output Tray Full!", Condition::Jammed},
        // Shinko S1245
        {"Error (Lower Cover Open)", Condition::CoverOpen},
        {"Error (Head Temperature High)", Condition::Cooling},
        // DNP
        {"Incorrect media for job loaded (300 vs 500)", Condition::WrongMedia},
        {"Fatal Printer Error: 2010 => Cutter Error, halting queue!", Condition::Faulty},
        {"Printer cooling down...", Condition::Cooling},
        {"Printer open failure (Need to be root?) (-3)", Condition::Misconfigured},
        {"Image Processing Library not found, aborting!", Condition::Misconfigured},
        {"The printer may not exist or is unavailable at this time.", Condition::Offline},
        {"Printing page 1 (1 copies)", std::nullopt},
        {"", std::nullopt},
    };
    for (const auto& row : rows) {
      CAPTURE(row.message);
      CHECK(condition_in_message(row.message) == row.condition);
    }
  }

  TEST_CASE("the prints that remain are read from the marker message") {
    CHECK(prints_remaining_in_message("132 native prints remaining on 6x4 media") == 132);
    CHECK(prints_remaining_in_message("'0 native prints remaining on 6x8 media'") == 0);
    CHECK(prints_remaining_in_message("many native prints remaining") == std::nullopt);
    CHECK(prints_remaining_in_message("") == std::nullopt);
  }
}

}  // namespace
}  // namespace booth
