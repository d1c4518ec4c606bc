#include "daemon/core/upload/upload_queue.hpp"

#include <map>

#include <doctest/doctest.h>

namespace booth {
namespace {

UploadItem item(const std::string& id, UploadClass kind, std::int64_t size_bytes = 100) {
  UploadItem made;
  made.id = UploadId(id);
  made.kind = kind;
  made.size_bytes = size_bytes;
  return made;
}

bool nothing_is_held_back(const UploadItem&) {
  return false;
}

}  // namespace

TEST_SUITE("core/upload/upload_queue") {
  TEST_CASE("the more urgent class is asked first, and classes that may not be sent are left out") {
    using enum UploadClass;
    CHECK(class_order({}, kAllClasses, {}) == std::vector{ShareCopy, Facts, Sheet, Original});
    CHECK(class_order({}, kUrgentClasses, {}) == std::vector{ShareCopy, Facts});
    CHECK(class_order({}, UploadClassSet{}, {}).empty());
  }

  TEST_CASE("with every class always full, each gets turns, the urgent most") {
    UploadTurns turns;
    std::map<UploadClass, int> taken;
    for (int i = 0; i < 1000; ++i) {
      const auto kind = class_order(turns, kAllClasses, {}).front();
      turns = after_turn(turns, kind, {});
      ++taken[kind];
    }
    CHECK(taken[UploadClass::ShareCopy] > 500);
    CHECK(taken[UploadClass::Facts] > taken[UploadClass::Sheet]);
    CHECK(taken[UploadClass::Sheet] > taken[UploadClass::Original]);
    CHECK(taken[UploadClass::Original] >= 1000 / 20);
  }

  TEST_CASE("no class ever waits longer than its patience and one turn of each other") {
    UploadTurns turns;
    std::array<int, kUploadClasses> waited{};
    for (int i = 0; i < 5000; ++i) {
      const auto kind = class_order(turns, kAllClasses, {}).front();
      turns = after_turn(turns, kind, {});
      for (std::size_t c = 0; c < kUploadClasses; ++c)
        waited[c] = c == static_cast<std::size_t>(kind) ? 0 : waited[c] + 1;
      CHECK(waited[3] <= 16 + 3);
      CHECK(waited[2] <= 8 + 3);
      CHECK(waited[1] <= 4 + 3);
      CHECK(waited[0] <= 3);
    }
  }

  TEST_CASE("an empty class does not save up turns") {
    UploadTurns turns;
    UploadClassSet empty{};
    empty[3] = true;
    for (int i = 0; i < 100; ++i) turns = after_turn(turns, UploadClass::ShareCopy, empty);
    CHECK(turns.passed_over[3] == 0);
    CHECK(class_order(turns, kAllClasses, {}).front() != UploadClass::Original);
  }

  TEST_CASE("the first item that is not held back goes, and a poison item is passed by") {
    const std::vector page{item("a", UploadClass::Original), item("b", UploadClass::Original)};
    CHECK(choose_item(page, nothing_is_held_back, {}, false, {}) == 0);
    const auto holds_a = [](const UploadItem& each) { return each.id.str() == "a"; };
    CHECK(choose_item(page, holds_a, {}, false, {}) == 1);
    const auto holds_all = [](const UploadItem&) { return true; };
    CHECK_FALSE(choose_item(page, holds_all, {}, false, {}).has_value());
    CHECK_FALSE(choose_item({}, nothing_is_held_back, {}, false, {}).has_value());
  }

  TEST_CASE("every fourth share copy is the oldest of its page") {
    const std::vector page{item("new", UploadClass::ShareCopy), item("mid", UploadClass::ShareCopy),
                           item("old", UploadClass::ShareCopy)};
    UploadTurns turns;
    std::string order;
    for (int i = 0; i < 8; ++i) {
      order += page[*choose_item(page, nothing_is_held_back, turns, false, {})].id.str()[0];
      turns = after_turn(turns, UploadClass::ShareCopy, {});
    }
    CHECK(order == "nnnonnno");
    CHECK(choose_item(page, nothing_is_held_back, {.passed_over = {}, .share_copies = 3}, false,
                      {.patience = {}, .oldest_share_copy_every = 0}) == 0);
  }

  TEST_CASE("a trial takes the smallest item") {
    const std::vector page{item("a", UploadClass::Original, 900),
                           item("b", UploadClass::Original, 7),
                           item("c", UploadClass::Original, 8)};
    CHECK(choose_item(page, nothing_is_held_back, {}, true, {}) == 1);
  }
}

}  // namespace booth
