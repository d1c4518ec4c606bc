#include "daemon/ports/store.hpp"

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {

using namespace booth::testing;

TEST_SUITE("contracts/store/prints") {
  TEST_CASE_FIXTURE(StoreRig, "a print that is asked for twice is one print") {
    const auto session = composing_session(store, timer);
    const auto sheet = must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    PrintJob wanted;
    wanted.id = timer.make<PrintId>();
    wanted.sheet = sheet.id;
    wanted.requested_by = "boothctl:root";
    const auto first = must(await_result(store.add_print(wanted)));
    CHECK(first.session == session.id);
    CHECK(first.requested_by == "boothctl:root");
    must(await_result(store.add_print(wanted)));
    CHECK(must(await_result(store.prints(session.id, 10))).size() == 1);
    CHECK(count_facts("print.asked") == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "nothing is printed that is not there") {
    PrintJob wanted;
    wanted.id = timer.make<PrintId>();
    wanted.sheet = timer.make<SheetId>();
    CHECK(code_of(await_result(store.add_print(wanted))) == Errc::NotFound);
    CHECK(code_of(await_result(store.print(wanted.id))) == Errc::NotFound);
  }

  TEST_CASE_FIXTURE(StoreRig, "a print moves only from the state that the caller knows") {
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 1))));
    auto print = must(await_result(store.open_prints(1))).at(0);
    print.state = PrintState::Submitting;
    print.printer = "dnp";
    print.attempts = 1;
    must(await_result(store.move_print(PrintState::Queued, print)));
    CHECK(code_of(await_result(store.move_print(PrintState::Queued, print))) == Errc::Conflict);
    print.state = PrintState::Printed;
    print.proof = PrintProof::PrinterCounter;
    print.spool_job = 17;
    must(await_result(store.move_print(PrintState::Submitting, print)));

    const auto stored = must(await_result(store.print(print.id)));
    CHECK(stored.state == PrintState::Printed);
    CHECK(stored.proof == PrintProof::PrinterCounter);
    CHECK(stored.printer == "dnp");
    CHECK(stored.spool_job == 17);
    CHECK(stored.attempts == 1);
    CHECK(must(await_result(store.open_prints(10))).empty());
    CHECK(count_facts("print.submitting") == 1);
    CHECK(count_facts("print.printed") == 1);
    print.id = timer.make<PrintId>();
    CHECK(code_of(await_result(store.move_print(PrintState::Queued, print))) == Errc::NotFound);
  }

  TEST_CASE_FIXTURE(StoreRig, "printing again replaces the old print in one step, once") {
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 1))));
    auto old = must(await_result(store.open_prints(1))).at(0);
    old.state = PrintState::Held;
    old.reason = "ribbon torn";
    must(await_result(store.move_print(PrintState::Queued, old)));

    auto again = old;
    again.id = timer.make<PrintId>();
    old.state = PrintState::Failed;
    must(await_result(store.replace_print(PrintState::Held, old, again)));
    CHECK(must(await_result(store.print(old.id))).state == PrintState::Failed);
    const auto fresh = must(await_result(store.print(again.id)));
    CHECK(fresh.state == PrintState::Queued);
    CHECK(fresh.reason.empty());

    auto third = again;
    third.id = timer.make<PrintId>();
    CHECK(code_of(await_result(store.replace_print(PrintState::Held, old, third))) ==
          Errc::Conflict);
    CHECK(must(await_result(store.prints({}, 10))).size() == 2);
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "a replacement that cannot be inserted leaves the old print as it was") {
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 1))));
    auto old = must(await_result(store.open_prints(1))).at(0);
    auto again = old;  // the same id: cannot be inserted
    old.state = PrintState::Cancelled;
    CHECK(code_of(await_result(store.replace_print(PrintState::Queued, old, again))) ==
          Errc::Conflict);
    CHECK(must(await_result(store.print(old.id))).state == PrintState::Queued);
    CHECK(count_facts("print.cancelled") == 0);
  }

  TEST_CASE_FIXTURE(StoreRig, "prints are counted by what they wait for") {
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 4))));
    auto prints = must(await_result(store.open_prints(10)));
    for (int i = 0; i < 3; ++i) {
      auto& print = prints[static_cast<std::size_t>(i)];
      print.state = std::array{PrintState::Held, PrintState::Unknown,
                               PrintState::Printed}[static_cast<std::size_t>(i)];
      must(await_result(store.move_print(PrintState::Queued, print)));
    }
    const auto counts = must(await_result(store.print_counts()));
    CHECK(counts.waiting == 1);
    CHECK(counts.held == 2);
    CHECK(counts.printed == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "open prints come oldest first, all prints newest first") {
    const auto one = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, one, 1, "one"))));
    const auto two = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, two, 1, "two"))));
    CHECK(must(await_result(store.open_prints(1))).at(0).session == one.id);
    CHECK(must(await_result(store.prints({}, 1))).at(0).session == two.id);
    CHECK(must(await_result(store.prints(one.id, 5))).size() == 1);
  }
}

TEST_SUITE("contracts/store/uploads") {
  TEST_CASE_FIXTURE(StoreRig, "share copies come newest first, originals oldest first") {
    std::vector<SessionId> sessions;
    for (const char* salt : {"one", "two", "three"}) {
      const auto session = composing_session(store, timer);
      must(await_result(store.add_shot(new_shot(timer, session, 0, salt))));
      must(await_result(
          store.add_sheet(new_sheet(timer, session, 0, std::string("sheet ") + salt))));
      sessions.push_back(session.id);
    }
    CHECK(first_waiting("cloud", UploadClass::ShareCopy).session == sessions[2]);
    CHECK(first_waiting("cloud", UploadClass::Sheet).session == sessions[0]);
    CHECK(first_waiting("archive", UploadClass::Original).session == sessions[0]);
    CHECK(must(await_result(store.waiting_uploads("cloud", UploadClass::Original, 2))).size() == 2);
    CHECK(must(await_result(store.waiting_uploads("nowhere", UploadClass::Original, 2))).empty());
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "an upload keeps what its target must remember, and is synced with a proof") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "smile"))));
    auto upload = first_waiting("cloud", UploadClass::Original);
    upload.state = UploadState::Sending;
    upload.resume = R"({"offset":5})";
    upload.attempts = 3;
    upload.last_error = "connection reset";
    must(await_result(store.move_upload(UploadState::Waiting, upload, "")));
    const auto stored = must(await_result(store.upload(upload.id)));
    CHECK(stored.resume == R"({"offset":5})");
    CHECK(stored.attempts == 3);
    CHECK(stored.last_error == "connection reset");
    CHECK(count_facts("upload.sending") == 0);

    upload.state = UploadState::Synced;
    CHECK(code_of(await_result(store.move_upload(UploadState::Waiting, upload, "x"))) ==
          Errc::Conflict);
    must(await_result(store.move_upload(UploadState::Sending, upload, "head: size and sha256")));
    const auto facts = must(await_result(store.facts(0, 100)));
    CHECK(facts.back().type == "upload.synced");
    CHECK(facts.back().subject == upload.id.str());
    CHECK(facts.back().data.find("head: size and sha256") != std::string::npos);
    upload.id = timer.make<UploadId>();
    CHECK(code_of(await_result(store.move_upload(UploadState::Waiting, upload, ""))) ==
          Errc::NotFound);
  }

  TEST_CASE_FIXTURE(StoreRig, "a parked upload tells its reason and can wait again") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "smile"))));
    auto upload = first_waiting("archive", UploadClass::Original);
    upload.state = UploadState::Parked;
    upload.last_error = "the server says 413";
    must(await_result(store.move_upload(UploadState::Waiting, upload, "")));
    CHECK(must(await_result(store.facts(0, 100))).back().data.find("413") != std::string::npos);
    CHECK(must(await_result(store.upload_counts())).parked == 1);
    upload.state = UploadState::Waiting;
    must(await_result(store.move_upload(UploadState::Parked, upload, "")));
    CHECK(first_waiting("archive", UploadClass::Original).id == upload.id);
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "what was on its way when we died waits again, to be looked for, uncounted") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "smile"))));
    auto sending = first_waiting("cloud", UploadClass::Original);
    sending.state = UploadState::Sending;
    must(await_result(store.move_upload(UploadState::Waiting, sending, "")));
    CHECK(must(await_result(store.waiting_uploads("cloud", UploadClass::Original, 9))).empty());
    CHECK(must(await_result(store.reopen_uploads())) == 1);
    CHECK(must(await_result(store.reopen_uploads())) == 0);
    const auto again = first_waiting("cloud", UploadClass::Original);
    CHECK(again.attempts == 0);
    CHECK(again.resume == R"({"outcome":"unknown"})");
    CHECK_FALSE(again.last_error.empty());
  }

  TEST_CASE_FIXTURE(StoreRig, "a restart keeps the place from which an upload goes on") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "smile"))));
    auto sending = first_waiting("cloud", UploadClass::Original);
    sending.state = UploadState::Sending;
    sending.resume = R"({"url":"https://tus.example/7"})";
    must(await_result(store.move_upload(UploadState::Waiting, sending, "")));
    CHECK(must(await_result(store.reopen_uploads())) == 1);
    CHECK(first_waiting("cloud", UploadClass::Original).resume == sending.resume);
  }

  TEST_CASE_FIXTURE(StoreRig, "uploads are counted in items and bytes, and the oldest is known") {
    CHECK_FALSE(must(await_result(store.upload_counts())).oldest_waiting.has_value());
    const auto oldest = timer.now;
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "12345"))));
    timer.now += std::chrono::hours(1);
    must(await_result(store.add_shot(new_shot(timer, session, 1, "123456"))));
    auto counts = must(await_result(store.upload_counts()));
    CHECK(counts.waiting == 4);
    CHECK(counts.waiting_bytes == 2 * (9 + 10));
    CHECK(counts.oldest_waiting == oldest);

    auto upload = first_waiting("cloud", UploadClass::Original);
    upload.state = UploadState::Synced;
    must(await_result(store.move_upload(UploadState::Waiting, upload, "proof")));
    counts = must(await_result(store.upload_counts()));
    CHECK(counts.waiting == 3);
    CHECK(counts.waiting_bytes == 9 + 10 + 10);
    CHECK(counts.synced == 1);
    CHECK(must(await_result(store.uploads({}, 10))).size() == 4);
  }
}

}  // namespace booth
