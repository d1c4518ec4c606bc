#include "drivers/cups/guard/journal_order.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using guard::Entry;

/// A journal as booth-guard fills it.
class Records {
 public:
  Records() : folder_("order"), journal_(folder_.path()), order_(folder_.path()) {}

  std::string add(Entry last = Entry::Done) {
    auto print = new_print_id().str();
    must(order_.add(print));
    must(journal_.write(print, Entry::Started, "note"));
    if (last != Entry::Started) must(journal_.write(print, last, "note"));
    return print;
  }
  std::vector<std::string> add_many(int count) {
    std::vector<std::string> prints;
    for (int i = 0; i < count; ++i) prints.push_back(add());
    return prints;
  }
  bool has(const std::string& print) const {
    return std::filesystem::exists(folder_.path() / print);
  }
  std::filesystem::path list() const { return folder_.path() / "order"; }
  guard::Journal& journal() { return journal_; }
  guard::JournalOrder& order() { return order_; }

 private:
  demo::TempFolder folder_;
  guard::Journal journal_;
  guard::JournalOrder order_;
};

TEST_SUITE("drivers/cups/guard/journal_order") {
  TEST_CASE("the journal stays bounded: the oldest records go, the newest stay") {
    Records records;
    const auto prints = records.add_many(10);
    CHECK(must(records.order().forget_old(6)) == 0);
    CHECK(must(records.order().forget_old(5)) == 5);
    for (std::size_t i = 0; i < prints.size(); ++i) CHECK(records.has(prints[i]) == (i >= 5));
    CHECK(must(records.order().forget_old(5)) == 0);
  }

  TEST_CASE("the order of printing counts, not dates: the clock of a booth may be wrong") {
    Records records;
    auto late = records.add_many(9);
    // An id and a file from before: the booth has started with last year's date.
    const auto print = uuid_v7(UtcTime(std::chrono::milliseconds(1'000)), {});
    must(records.order().add(print));
    must(records.journal().write(print, Entry::Done, "note"));
    std::filesystem::last_write_time(records.list().parent_path() / print,
                                     std::filesystem::file_time_type{});
    must(records.order().forget_old(5));
    CHECK(records.has(print));
    CHECK_FALSE(records.has(late.front()));
  }

  TEST_CASE("a record at which somebody is at work stays, and goes another time") {
    Records records;
    const auto prints = records.add_many(9);
    {
      const auto claim = must(records.journal().claim(prints[0], [] { return true; }));
      CHECK(must(records.order().forget_old(3)) == 5);
      CHECK(records.has(prints[0]));
    }
    records.add_many(3);
    must(records.order().forget_old(3));
    CHECK_FALSE(records.has(prints[0]));
  }

  TEST_CASE("a record that was asked for again is as young as its last time") {
    Records records;
    const auto prints = records.add_many(9);
    must(records.order().add(prints[0]));
    must(records.order().forget_old(5));
    CHECK(records.has(prints[0]));
    CHECK_FALSE(records.has(prints[1]));
  }

  TEST_CASE("a power cut while the list is written costs nothing but a line") {
    Records records;
    const auto before = records.add_many(5);
    std::ofstream(records.list(), std::ios::app) << "01a2023d-169f-7bba";  // torn
    const auto after = records.add_many(5);
    // A removal that was cut off: the record is gone, its line is not.
    std::filesystem::remove(records.list().parent_path() / before[0]);
    CHECK(must(records.order().forget_old(5)) == 5);
    for (const auto& print : after) CHECK(records.has(print));
    for (const auto& print : before) CHECK_FALSE(records.has(print));
  }

  TEST_CASE("without a journal the list is an error, before anything is printed") {
    guard::JournalOrder order("/nonexistent/journal");
    CHECK(order.add(new_print_id().str()).error().code == Errc::Io);
  }
}

}  // namespace
}  // namespace booth
