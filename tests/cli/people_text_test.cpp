#include "daemon/cli/people_text.hpp"

#include <doctest/doctest.h>

#include "daemon/cli/terminal.hpp"

namespace booth::cli {

TEST_SUITE("cli/people_text") {
  using namespace std::chrono_literals;

  TEST_CASE("durations are as exact as a person needs") {
    struct Case {
      std::chrono::seconds duration;
      const char* text;
    };
    const Case cases[] = {
        {-5s, "0 s"},
        {0s, "0 s"},
        {59s, "59 s"},
        {60s, "1 min"},
        {3599s, "59 min"},
        {1h, "1 h"},
        {1h + 5min, "1 h 5 min"},
        {24h, "1 day 0 h"},
        {26h, "1 day 2 h"},
        {48h, "2 days"},
        {24h * 365, "365 days"},
    };
    for (const auto& one : cases) CHECK(duration_text(one.duration) == one.text);
  }

  TEST_CASE("ages are told from the booth's times, and a time of the future is shown as it is") {
    const auto now = time_from("2026-11-22T05:00:00.000Z").value();
    CHECK(age_text("2026-11-22T04:57:00.000Z", now) == "3 min ago");
    CHECK(age_text("2026-11-22T04:59:59.500Z", now) == "just now");
    CHECK(age_text("2031-01-01T00:00:00.000Z", now) == "2031-01-01T00:00:00.000Z");
    CHECK_FALSE(time_from("yesterday").has_value());
    CHECK_FALSE(time_from("2026-11-22T05:00:00.000+02:00").has_value());
  }

  TEST_CASE("sizes are decimal and short") {
    struct Case {
      std::int64_t bytes;
      const char* text;
    };
    const Case cases[] = {{0, "0 B"},
                          {999, "999 B"},
                          {1000, "1 kB"},
                          {812'345, "812 kB"},
                          {999'600, "1.0 MB"},
                          {7'340'032, "7.3 MB"},
                          {412'000'000, "412 MB"},
                          {212'000'000'000, "212 GB"}};
    for (const auto& one : cases) CHECK(size_text(one.bytes) == one.text);
  }

  TEST_CASE("a camera's name cannot steer the terminal") {
    CHECK(harmless("Nikon\033[2J\nZ\x7F") == "Nikon?[2J?Z?");
    CHECK(harmless("a\xC2\x9B"
                   "b") == "a?b");
    CHECK(harmless("Müller & Söhne ✓") == "Müller & Söhne ✓");
  }

  TEST_CASE("texts wrap at blanks, whatever their colour and letters") {
    CHECK(wrapped("Open the printer and close it", 12) ==
          std::vector<std::string>{"Open the", "printer and", "close it"});
    CHECK(wrapped("", 10) == std::vector<std::string>{""});
    CHECK(wrapped("averyverylongword", 5) == std::vector<std::string>{"averyverylongword"});
    CHECK(width_of("Söhne") == 5);
    CHECK(width_of(Terminal(true, 80).paint(Colour::Red, "FAILED")) == 6);
  }

  TEST_CASE("table columns line up under their headings") {
    Table table({"A", "LONG", "C"});
    table.add({"1", "2", "3"});
    table.add({"ää", "x", ""});
    CHECK(table.text(Terminal(false, 80)) == "A   LONG  C\n1   2     3\nää  x\n");
  }
}

}  // namespace booth::cli
