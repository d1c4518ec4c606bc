#include "drivers/cups/loaded_media.hpp"

#include <array>

#include <doctest/doctest.h>

#include "drivers/cups/printer_report.hpp"

namespace booth {
namespace {

using Media = std::vector<std::string>;

const PrinterProfile& ds620() {
  return *find_profile("dnp-ds620");
}

TEST_SUITE("drivers/cups/loaded_media") {
  TEST_CASE("a roll is known by the driver's name for it, whichever side comes first") {
    CHECK(printed_on(ds620(), "6x4 (PC)") == Media{"4x6", "2x6x2", "2x6"});
    CHECK(printed_on(ds620(), "4x6 (PC)") == Media{"4x6", "2x6x2", "2x6"});
    CHECK(printed_on(ds620(), "6x8 (A5) Sticker") == Media{"4x6", "2x6x2", "2x6", "6x8", "4x6x2"});
    CHECK(printed_on(ds620(), "6x9 (A5W)") == Media{"4x6", "2x6x2", "2x6", "6x8", "4x6x2"});
    CHECK(printed_on(ds620(), "5x7 (2L)") == Media{"5x7"});
  }

  TEST_CASE("a name that we do not know refuses nothing") {
    for (const auto* name : {"", "Unknown", "8x12", "5x3.5 (L)", "89x55mm", "x", "6x", "4.5x8"})
      CHECK_FALSE(printed_on(ds620(), name));
  }

  TEST_CASE("every profile can print something on the roll that its 4x6 comes from") {
    for (const auto& profile : all_profiles())
      if (find_page_size(profile, "4x6") != nullptr)
        CHECK_FALSE(printed_on(profile, "4x6")->empty());
  }

  TEST_CASE("the name is in the marker message, else in the marker's name") {
    const std::array<std::string, 1> names{"5x7 (2L)"};
    const auto said = loaded_roll(ds620(), "'12 native prints remaining on 6x8 (A5) media'", names);
    CHECK(said->name == "6x8 (A5)");
    CHECK(loaded_roll(ds620(), "", names)->prints == Media{"5x7"});
    CHECK_FALSE(loaded_roll(ds620(), "", {}));
    CHECK_FALSE(loaded_roll(ds620(), "remaining on media", {}));
  }

  TEST_CASE("an IPP printer lists what its trays have ready") {
    const auto& driverless = *find_profile("driverless");
    const std::array<std::string, 2> ready{"na_index-4x6_4x6in", "iso_a4_210x297mm"};
    CHECK(loaded_in_trays(driverless, ready)->prints == Media{"4x6"});
    CHECK_FALSE(loaded_in_trays(driverless, {}));
  }

  TEST_CASE("the emptiest of paper and ribbon is what is left, unknown levels do not count") {
    QueueState state;
    state.marker_levels = {80, -1, 12, -3};
    state.marker_message = "84 native prints remaining on 6x4 (PC) media";
    const auto report = report_from(state, ds620(), {});
    CHECK(report.media_percent == 12);
    CHECK(report.media_remaining == 84);
    CHECK(report.loaded->name == "6x4 (PC)");
    CHECK_FALSE(report_from({}, ds620(), {}).media_percent);
  }

  TEST_CASE("an IPP address is read from the device URI, with and without the guard") {
    const auto plain = ipp_address("ipp://printer.local:8631/ipp/print?waitjob=false");
    REQUIRE(plain);
    CHECK(plain->host == "printer.local");
    CHECK(plain->port == 8631);
    CHECK(plain->resource == "/ipp/print");
    CHECK(ipp_address("booth-guard:/ipps://printer.local/ipp/print")->is_encrypted);
    CHECK(ipp_address("ipp://printer.local/ipp/print")->port == 631);
    for (const auto* other :
         {"", "usb://DNP/DS620", "dnssd://Selphy._ipp._tcp.local/", "socket://h"})
      CHECK_FALSE(ipp_address(other));
  }
}

}  // namespace
}  // namespace booth
