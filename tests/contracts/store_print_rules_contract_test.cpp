#include "daemon/ports/store.hpp"

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {

using namespace booth::testing;

namespace {

std::vector<PrintJob> copies(StoreTimer& timer, const Sheet& sheet, int count,
                             PrintPurpose purpose = PrintPurpose::Order) {
  std::vector<PrintJob> prints;
  for (int i = 0; i < count; ++i) {
    PrintJob print;
    print.id = timer.make<PrintId>();
    print.sheet = sheet.id;
    print.requested_by = "guest";
    print.purpose = purpose;
    print.guest = "g-1";
    prints.push_back(std::move(print));
  }
  return prints;
}

}  // namespace

TEST_SUITE("contracts/store/print_rules") {
  TEST_CASE_FIXTURE(StoreRig, "copies are added all together or not at all") {
    const auto session = composing_session(store, timer);
    const auto sheet = must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    auto wanted = copies(timer, sheet, 3);
    wanted[2].sheet = timer.make<SheetId>();  // fails after two are inserted
    CHECK(code_of(await_result(store.add_prints(wanted, {}))) == Errc::NotFound);
    CHECK(must(await_result(store.prints(session.id, 10))).empty());
    CHECK(count_facts("print.asked") == 0);

    wanted[2].sheet = sheet.id;
    CHECK(must(await_result(store.add_prints(wanted, {}))).prints.size() == 3);
    // A repeated request adds nothing, whatever the limit has become.
    CHECK(must(await_result(store.add_prints(wanted, {.per_session = 1}))).prints.size() == 3);
    CHECK(must(await_result(store.prints(session.id, 10))).size() == 3);
    CHECK(code_of(await_result(store.add_prints({}, {}))) == Errc::BadInput);
  }

  TEST_CASE_FIXTURE(StoreRig, "a limit counts orders of its own session, event and guest only") {
    const auto one = composing_session(store, timer);
    const auto two = composing_session(store, timer);
    const auto first = must(await_result(store.add_sheet(new_sheet(timer, one, 0, "one"))));
    const auto second = must(await_result(store.add_sheet(new_sheet(timer, two, 0, "two"))));
    const PrintRules rules{.per_session = 2, .per_event = 3};
    CHECK(must(await_result(store.add_prints(copies(timer, first, 2), rules))).prints.size() == 2);

    const auto refused = must(await_result(store.add_prints(copies(timer, first, 1), rules)));
    CHECK(refused.prints.empty());
    CHECK(refused.verdict.sentence == "this session's 2 prints are used up");
    CHECK(count_facts("print.limit_reached") == 1);
    CHECK(must(await_result(store.add_prints(copies(timer, second, 2), rules))).verdict.limit ==
          "event");
    CHECK(must(await_result(store.add_prints(copies(timer, second, 1), rules))).prints.size() == 1);
    const auto gift = copies(timer, first, 5, PrintPurpose::Comp);
    CHECK(must(await_result(store.add_prints(gift, rules))).prints.size() == 5);
    const auto guest = copies(timer, second, 1);
    CHECK(must(await_result(store.add_prints(guest, {.per_guest = 3}))).prints.empty());
    CHECK(must(await_result(store.add_prints(guest, {.per_guest = 4}))).prints.size() == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "a cancelled or spoiled sheet gives its place back") {
    const auto session = composing_session(store, timer);
    const auto sheet = must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    const PrintRules rules{.per_session = 1};
    auto print = must(await_result(store.add_prints(copies(timer, sheet, 1), rules))).prints.at(0);
    CHECK(must(await_result(store.add_prints(copies(timer, sheet, 1), rules))).prints.empty());
    print.state = PrintState::Failed;
    must(await_result(store.move_print(PrintState::Queued, print)));
    CHECK(must(await_result(store.add_prints(copies(timer, sheet, 1), rules))).prints.size() == 1);
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "what the booth prints by itself is cut down to what the limit leaves") {
    const auto session = composing_session(store, timer);
    auto wanted = new_sheet(timer, session, 3);
    wanted.rules.per_event = 2;
    must(await_result(store.add_sheet(std::move(wanted))));
    CHECK(must(await_result(store.open_prints(10))).size() == 2);
    CHECK(count_facts("print.limit_reached") == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "what was agreed for the event limits that, too, at that moment") {
    EventPlan plan;
    plan.slug = "anna-und-ben";
    plan.title = "A wedding";
    plan.template_name = "classic-4x6";
    plan.limits.prints = 3;
    must(await_result(opened->add_event_version(plan)));
    const auto one = composing_session(store, timer);
    const auto two = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, one, 2, "one"))));
    must(await_result(store.add_sheet(new_sheet(timer, two, 2, "two"))));
    CHECK(must(await_result(store.open_prints(10))).size() == 3);
    CHECK(must(await_result(store.prints(two.id, 10))).size() == 1);
    CHECK(count_facts("print.limit_reached") == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "the ledger has every print of the event, and of no other") {
    const auto session = composing_session(store, timer);
    const auto sheet = must(await_result(store.add_sheet(new_sheet(timer, session, 2))));
    must(await_result(store.add_prints(copies(timer, sheet, 1, PrintPurpose::Reprint), {})));
    auto print = must(await_result(store.open_prints(1))).at(0);
    print.state = PrintState::Printed;
    print.proof = PrintProof::Person;
    must(await_result(store.move_print(PrintState::Queued, print)));
    const auto ledger = must(await_result(store.print_ledger(session.plan.event)));
    CHECK(ledger.asked == 3);
    CHECK(ledger.by_person == 1);
    CHECK(ledger.waiting == 2);
    CHECK(ledger.reprints == 1);
    CHECK(must(await_result(store.print_ledger("another"))).asked == 0);
    CHECK(must(await_result(store.printed_prints(10))).at(0).proof == PrintProof::Person);
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "what is asked for is kept: purpose, note, guest, printer, time sent") {
    const auto session = composing_session(store, timer);
    const auto sheet = must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    auto wanted = copies(timer, sheet, 1, PrintPurpose::Comp);
    wanted[0].note = "the bride asked";
    wanted[0].only_printer = "dnp";
    auto print = must(await_result(store.add_prints(wanted, {}))).prints.at(0);
    print.state = PrintState::Submitting;
    print.sent_at = UtcTime(std::chrono::milliseconds(17));
    must(await_result(store.move_print(PrintState::Queued, print)));
    const auto stored = must(await_result(store.print(print.id)));
    CHECK(stored.purpose == PrintPurpose::Comp);
    CHECK(stored.note == "the bride asked");
    CHECK(stored.guest == "g-1");
    CHECK(stored.only_printer == "dnp");
    CHECK(stored.sent_at == print.sent_at);
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "a printer's memory is kept, and its sheets are counted with the prints") {
    PrinterMemory memory;
    memory.name = "dnp";
    memory.mode = PrinterMode::Draining;
    memory.mode_by = "boothctl:root";
    memory.media_set = 54;
    memory.media_set_at = UtcTime(std::chrono::milliseconds(5));
    memory.medium_seen = "6x4 (PC)";
    memory.is_low_told = true;
    must(await_result(store.save_printer(memory, "printer.mode_changed", "{}")));
    CHECK(count_facts("printer.mode_changed") == 1);

    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 3))));
    int moved = 0;
    for (auto& print : must(await_result(store.open_prints(10)))) {
      print.state = PrintState::Submitting;
      print.printer = moved == 2 ? "selphy" : "dnp";
      must(await_result(store.move_print(PrintState::Queued, print)));
      print.state = moved++ == 0 ? PrintState::Printed : PrintState::Unknown;
      must(await_result(store.move_print(PrintState::Submitting, print)));
    }
    auto stored = must(await_result(store.printers())).at(0);
    CHECK(stored.mode == PrinterMode::Draining);
    CHECK(stored.media_set == 54);
    CHECK(stored.media_used == 2);
    CHECK_FALSE(stored.media_seen);
    CHECK(stored.is_low_told);
    // A change of mode keeps the count, a new roll begins at none.
    stored.mode = PrinterMode::Active;
    stored.media_used = 0;
    must(await_result(store.save_printer(stored, "", "")));
    CHECK(must(await_result(store.printers())).at(0).media_used == 2);
    stored.media_set_at = UtcTime(std::chrono::milliseconds(6));
    must(await_result(store.save_printer(stored, "", "")));
    CHECK(must(await_result(store.printers())).at(0).media_used == 0);
    CHECK(must(await_result(store.printers())).size() == 1);
  }
}

}  // namespace booth
