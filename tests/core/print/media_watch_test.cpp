#include "daemon/core/print/media_watch.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

MediaReading says(int remaining, std::string name = "6x4 (PC)") {
  return {.remaining = remaining, .medium = std::move(name)};
}

TEST_SUITE("core/print/media_watch") {
  TEST_CASE("a roll that is used up sheet by sheet is told low once") {
    PrinterMemory memory;
    int low = 0;
    for (int left = 40; left >= 0; --left) {
      auto step = watch_media(memory, says(left), {.low_sheets = 20});
      CHECK(step.news != MediaNews::Changed);
      if (step.news == MediaNews::Low) {
        ++low;
        CHECK(left == 20);
      }
      memory = std::move(step.memory);
    }
    CHECK(low == 1);
  }

  TEST_CASE("a count that jumps up or another name is a new roll, and may be told low again") {
    PrinterMemory memory;
    memory = watch_media(memory, says(3), {}).memory;
    CHECK(memory.is_low_told);
    auto step = watch_media(memory, says(700), {});
    CHECK(step.news == MediaNews::Changed);
    CHECK(step.is_worth_saving);
    CHECK_FALSE(step.memory.is_low_told);
    step = watch_media(step.memory, says(699, "5x7 (2L)"), {});
    CHECK(step.news == MediaNews::Changed);
    step = watch_media(step.memory, says(10, "5x7 (2L)"), {});
    CHECK(step.news == MediaNews::Low);
  }

  TEST_CASE("a roll that is nearly empty when it is put in is told twice: changed, then low") {
    auto step = watch_media(watch_media({}, says(2), {}).memory, says(12), {});
    CHECK(step.news == MediaNews::Changed);
    step = watch_media(step.memory, says(12), {});
    CHECK(step.news == MediaNews::Low);
  }

  TEST_CASE("one sheet back is no new roll, and the first look is none either") {
    auto step = watch_media({}, says(100), {});
    CHECK(step.news == MediaNews::None);
    CHECK(step.is_worth_saving);
    step = watch_media(step.memory, says(101), {});
    CHECK(step.news == MediaNews::None);
    step = watch_media(step.memory, says(101), {});
    CHECK_FALSE(step.is_worth_saving);
  }

  TEST_CASE("a printer that does not count has what a person said, less what was printed") {
    PrinterMemory memory;
    CHECK_FALSE(media_left(memory, {}));
    CHECK(watch_media(memory, {}, {}).news == MediaNews::None);
    memory.media_set = 54;
    memory.media_used = 30;
    CHECK(media_left(memory, {}) == 24);
    memory.media_used = 35;
    auto step = watch_media(memory, {}, {});
    CHECK(step.news == MediaNews::Low);
    step.memory.media_used = 60;
    CHECK(media_left(step.memory, {}) == 0);
    CHECK(watch_media(step.memory, {}, {}).news == MediaNews::None);
  }

  TEST_CASE("the printer's own count is believed before a person's") {
    PrinterMemory memory;
    memory.media_set = 700;
    CHECK(media_left(memory, says(12)) == 12);
  }
}

}  // namespace
}  // namespace booth
