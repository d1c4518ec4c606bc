#include "daemon/core/print/print_forecast.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;

constexpr UtcTime kNow{std::chrono::milliseconds{1'795'323'600'000}};

/// One print every `gap`, newest first, each of them `took` on its way.
std::vector<PrintJob> printed(int count, std::chrono::milliseconds gap,
                              std::chrono::milliseconds took = 12s) {
  std::vector<PrintJob> prints;
  for (int i = 0; i < count; ++i) {
    PrintJob print;
    print.changed_at = kNow - gap * i;
    print.sent_at = print.changed_at - took;
    prints.push_back(std::move(print));
  }
  return prints;
}

TEST_SUITE("core/print/print_forecast") {
  TEST_CASE("the pace is that of the last hour, a few prints are none yet") {
    CHECK_FALSE(pace_per_hour(printed(2, 1min), kNow));
    CHECK(*pace_per_hour(printed(200, 1min), kNow) == doctest::Approx(60).epsilon(0.05));
    CHECK(*pace_per_hour(printed(30, 30s), kNow) == doctest::Approx(120).epsilon(0.05));
    CHECK_FALSE(pace_per_hour(printed(10, 1min), kNow + 2h));
    // The clock was set back: prints of the future are nobody's pace.
    CHECK_FALSE(pace_per_hour(printed(10, 1min), kNow - 2h));
  }

  TEST_CASE("84 sheets at 42 an hour last for two hours") {
    CHECK(*lasts_until(84, 42.0, kNow) == kNow + 2h);
    CHECK(*lasts_until(0, 42.0, kNow) == kNow);
    CHECK_FALSE(lasts_until(84, std::nullopt, kNow));
    CHECK_FALSE(lasts_until(700, 1.0, kNow));
  }

  TEST_CASE("what an event still needs is compared with what is loaded") {
    CHECK(sheets_short(300, 0, 84) == 216);
    CHECK(sheets_short(300, 250, 84) == 0);
    CHECK(sheets_short(0, 0, 84) == 0);
    CHECK(sheets_short(300, 0, std::nullopt) == 0);
    CHECK(sheets_short(300, 400, 0) == 0);
  }

  TEST_CASE("a printer's usual time is the median: one long wait for paper does not count") {
    CHECK_FALSE(usual_print_time({}));
    auto prints = printed(5, 1min, 13s);
    prints[0].sent_at = prints[0].changed_at - 1h;
    prints[1].sent_at = UtcTime();
    CHECK(*usual_print_time(prints) == 13s);
    prints[2].sent_at = prints[2].changed_at + 1h;  // the clock was set
    CHECK(*usual_print_time(prints) == 13s);
  }

  TEST_CASE("each waiting print goes to the printer that is free first") {
    const std::vector<ForecastPrint> waiting(4, ForecastPrint{{true, true}});
    const std::vector<ForecastPrinter> printers{{.sheets_under_way = 1, .print_time = 10s},
                                                {.sheets_under_way = 0, .print_time = 15s}};
    const auto times = waiting_times(waiting, printers);
    CHECK(*times[0] == 15s);
    CHECK(*times[1] == 20s);
    CHECK(*times[2] == 30s);
    CHECK(*times[3] == 30s);
  }

  TEST_CASE("a print that no printer takes has no time, and delays nobody") {
    const std::vector<ForecastPrint> waiting{{{false, true}}, {{true, false}}};
    const std::vector<ForecastPrinter> printers{{.print_time = 10s},
                                                {.can_print = false, .print_time = 10s}};
    const auto times = waiting_times(waiting, printers);
    CHECK_FALSE(times[0]);
    CHECK(*times[1] == 10s);
  }
}

}  // namespace
}  // namespace booth
