#include <doctest/doctest.h>

#include "drivers/cups/guard/printer_counter.hpp"
#include "tests/drivers/cups/guard/guard_rig.hpp"
#include "tests/drivers/cups/test_sheet.hpp"

namespace booth {
namespace {

using guard::Entry;

constexpr int kHold = 3;

/// A simulated printer that counts its sheets.
struct CountingRig : GuardRig {
  CountingRig() { set("counter", "48123"); }
  void set(const std::string& name, const std::string& text) {
    std::ofstream(device() / name, std::ios::trunc) << text;
  }
  Entry entry(const std::string& print) { return must(journal().read(print)); }
};

TEST_SUITE("drivers/cups/guard/sheet_counter") {
  TEST_CASE("a printer that counts proves each sheet by itself") {
    CountingRig rig;
    for (int sheet = 0; sheet < 2; ++sheet) {
      const auto print = new_print_id().str();
      CHECK(rig.print(print) == 0);
      CHECK(rig.entry(print) == Entry::Counted);
      CHECK(rig.print(print) == 0);
    }
    CHECK(rig.paper().size() == 2);
  }

  TEST_CASE("a driver that fails after the sheet came out is overruled by the counter") {
    for (const std::string fault : {"die-after", "fail-after"}) {
      CAPTURE(fault);
      CountingRig rig;
      rig.set_script(fault + "\n");
      const auto print = new_print_id().str();
      CHECK(rig.print(print) == 0);
      CHECK(rig.entry(print) == Entry::Counted);
      CHECK(rig.print(print) == 0);
      CHECK(rig.paper().size() == 1);
    }
  }

  TEST_CASE("a driver that dies before the sheet came out leaves it to a person") {
    CountingRig rig;
    rig.set_script("die\n");
    const auto print = new_print_id().str();
    CHECK(rig.print(print) == kHold);
    CHECK(rig.entry(print) == Entry::Started);
  }

  TEST_CASE("a counter that has moved before is believed when it stands still") {
    CountingRig rig;
    CHECK(rig.print(new_print_id().str()) == 0);
    rig.set("frozen", "");
    const auto print = new_print_id().str();
    CHECK(rig.print(print) == kHold);
    CHECK(rig.entry(print) == Entry::NotCounted);
    CHECK(rig.print(print) == kHold);
    CHECK(rig.paper().size() == 2);
  }

  TEST_CASE("a counter that has never moved says nothing") {
    CountingRig rig;
    rig.set("frozen", "");
    const auto print = new_print_id().str();
    CHECK(rig.print(print) == 0);
    CHECK(rig.entry(print) == Entry::Done);
  }

  TEST_CASE("the counters of two decks are added, and nonsense is no counter") {
    CHECK(guard::lifetime_in(R"({"decks":{"a":{"counters":{"lifetime": 17}}}})") == 17);
    CHECK(guard::lifetime_in("\"lifetime\": 17\n\"lifetime\":\t5") == 22);
    for (const auto* text : {"", "{}", "\"lifetime\":", "\"lifetime\": x", "\"lifetime\": -1"})
      CHECK_FALSE(guard::lifetime_in(text));
  }
}

}  // namespace
}  // namespace booth
