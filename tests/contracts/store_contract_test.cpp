#include "daemon/ports/store.hpp"

#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;

/// What every Store owes the app. The only Store there is writes to a disk: a fake would prove
/// nothing about promises that are about disks, and the real one answers in a tenth of a
/// millisecond.
struct Rig {
  TemporaryFolder folder;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> opened = must(SqliteStore::open(two_targets(folder.path()), timer));
  Store& store = *opened;

  std::vector<std::string> fact_types() {
    std::vector<std::string> types;
    for (const auto& fact : must(await_result(store.facts(0, 1000)))) types.push_back(fact.type);
    return types;
  }
  long count_facts(const std::string& type) {
    const auto types = fact_types();
    return std::count(types.begin(), types.end(), type);
  }
  UploadItem first_waiting(const std::string& target, UploadClass kind) {
    return must(await_result(store.waiting_uploads(target, kind, 1))).at(0);
  }
};

template <class T>
Errc code_of(const Result<T>& result) {
  REQUIRE(result.has_error());
  CHECK_FALSE(result.error().context.empty());
  return result.error().code;
}

}  // namespace

TEST_SUITE("contracts/store/sessions") {
  TEST_CASE_FIXTURE(Rig, "sessions of an event are counted from 1, each event by itself") {
    CHECK(must(await_result(store.add_session(new_session(timer)))).number == 1);
    CHECK(must(await_result(store.add_session(new_session(timer)))).number == 2);
    CHECK(must(await_result(store.add_session(new_session(timer, "other")))).number == 1);
    CHECK(count_facts("session.started") == 3);
  }

  TEST_CASE_FIXTURE(Rig, "a session comes back as it was agreed") {
    auto wanted = new_session(timer);
    wanted.plan.first_countdown = std::chrono::milliseconds(7001);
    wanted.plan.review = std::chrono::milliseconds(0);
    must(await_result(store.add_session(wanted)));
    const auto stored = must(await_result(store.session(wanted.id)));
    CHECK(stored.state == SessionState::Preparing);
    CHECK(stored.plan.event_title == "Anna & Ben");
    CHECK(stored.plan.template_name == "classic-4x6");
    CHECK(stored.plan.shots == 4);
    CHECK(stored.plan.copies == 2);
    CHECK(stored.plan.first_countdown == std::chrono::milliseconds(7001));
    CHECK(stored.plan.review == std::chrono::milliseconds(0));
    CHECK(stored.started_at == timer.now);
  }

  TEST_CASE_FIXTURE(Rig, "the same session cannot be added twice") {
    const auto session = new_session(timer);
    must(await_result(store.add_session(session)));
    CHECK(code_of(await_result(store.add_session(session))) == Errc::Conflict);
    CHECK(count_facts("session.started") == 1);
  }

  TEST_CASE_FIXTURE(Rig, "a name that could leave its folder is refused") {
    for (const char* event : {"", "..", "a/b", "UPPER", "a b", "\xC3\xA4"}) {
      CAPTURE(event);
      CHECK(code_of(await_result(store.add_session(new_session(timer, event)))) == Errc::BadInput);
    }
    auto session = new_session(timer);
    session.id = SessionId("../../etc/passwd");
    CHECK(code_of(await_result(store.add_session(session))) == Errc::BadInput);
  }

  TEST_CASE_FIXTURE(Rig, "a move that names the wrong state changes nothing") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    const auto moved = await_result(
        store.move_session(session.id, SessionState::Capturing, SessionState::Done, ""));
    CHECK(code_of(moved) == Errc::Conflict);
    CHECK(must(await_result(store.session(session.id))).state == SessionState::Preparing);
    CHECK(count_facts("session.done") == 0);
    const auto nobody = timer.make<SessionId>();
    CHECK(code_of(await_result(store.move_session(nobody, SessionState::Preparing,
                                                  SessionState::Done, ""))) == Errc::NotFound);
  }

  TEST_CASE_FIXTURE(Rig, "a cancelled session keeps its reason and is not open") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    CHECK(must(await_result(store.open_sessions())).size() == 1);
    must(await_result(store.move_session(session.id, SessionState::Preparing,
                                         SessionState::Cancelled, "guests left")));
    CHECK(must(await_result(store.session(session.id))).reason == "guests left");
    CHECK(must(await_result(store.open_sessions())).empty());
    CHECK(count_facts("session.cancelled") == 1);
  }

  TEST_CASE_FIXTURE(Rig,
                    "sessions are listed newest first, page by page, whatever the clock does") {
    std::vector<SessionId> added;
    for (int i = 0; i < 5; ++i) {
      timer.now -= std::chrono::hours(1000);
      added.push_back(must(await_result(store.add_session(new_session(timer)))).id);
    }
    const auto newest = must(await_result(store.sessions(2, {})));
    REQUIRE(newest.size() == 2);
    CHECK(newest[0].id == added[4]);
    CHECK(newest[1].id == added[3]);
    const auto next = must(await_result(store.sessions(10, newest[1].id)));
    REQUIRE(next.size() == 3);
    CHECK(next[0].id == added[2]);
    CHECK(next[2].id == added[0]);
    CHECK(code_of(await_result(store.sessions(1, timer.make<SessionId>()))) == Errc::NotFound);
  }
}

TEST_SUITE("contracts/store/shots") {
  TEST_CASE_FIXTURE(
      Rig, "an acknowledged photo is on the disk, byte by byte, with its row, fact and uploads") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    const auto shot = must(await_result(store.add_shot(new_shot(timer, session, 2, "smile"))));
    CHECK(std::filesystem::file_size(store.absolute_path(shot.path)) == 9);
    CHECK(shot.size_bytes == 9);
    CHECK(shot.sha256.size() == 64);
    CHECK(shot.path.starts_with("photos/anna-und-ben/" + session.id.str() + "/"));
    CHECK(count_facts("shot.stored") == 1);

    const auto uploads = must(await_result(store.uploads(session.id, 10)));
    REQUIRE(uploads.size() == 2);
    for (const auto& upload : uploads) {
      CHECK(upload.kind == UploadClass::Original);
      CHECK(upload.state == UploadState::Waiting);
      CHECK(upload.key == "anna-und-ben/" + session.id.str() + "/" + shot.sha256 + ".jpg");
      CHECK(upload.path == shot.path);
      CHECK(upload.size_bytes == 9);
    }
  }

  TEST_CASE_FIXTURE(Rig, "a retake takes the slot and the older photo stays on the disk") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    const auto first =
        must(await_result(store.add_shot(new_shot(timer, session, 1, "eyes closed"))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "other slot"))));
    const auto again = must(await_result(store.add_shot(new_shot(timer, session, 1, "eyes open"))));
    const auto shots = must(await_result(store.shots(session.id)));
    REQUIRE(shots.size() == 2);
    CHECK(shots[0].slot == 0);
    CHECK(shots[1].id == again.id);
    CHECK(std::filesystem::exists(store.absolute_path(first.path)));
  }

  TEST_CASE_FIXTURE(Rig, "the same shot again is answered, not stored again") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    const auto wanted = new_shot(timer, session, 0, "smile");
    const auto first = must(await_result(store.add_shot(wanted)));
    const auto second = must(await_result(store.add_shot(wanted)));
    CHECK(second.path == first.path);
    CHECK(count_facts("shot.stored") == 1);
    auto other = wanted;
    other.jpeg = jpeg_bytes("frown");
    CHECK(code_of(await_result(store.add_shot(other))) == Errc::Conflict);
  }

  TEST_CASE_FIXTURE(Rig, "a shot without a session is kept too") {
    auto wanted = new_shot(timer, {}, 0, "test");
    wanted.event = "anna-und-ben";
    const auto shot = must(await_result(store.add_shot(wanted)));
    CHECK(shot.session.empty());
    CHECK(std::filesystem::exists(store.absolute_path(shot.path)));
    CHECK(first_waiting("cloud", UploadClass::Original).key ==
          "anna-und-ben/single/" + shot.sha256 + ".jpg");
    wanted.id = timer.make<ShotId>();
    wanted.jpeg = jpeg_bytes("test two");
    CHECK(must(await_result(store.add_shot(wanted))).path != shot.path);
  }

  TEST_CASE_FIXTURE(Rig, "the same bytes twice in one session are one object in the cloud") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "same"))));
    must(await_result(store.add_shot(new_shot(timer, session, 1, "same"))));
    CHECK(must(await_result(store.shots(session.id))).size() == 2);
    CHECK(must(await_result(store.uploads(session.id, 10))).size() == 2);  // one per target
  }

  TEST_CASE_FIXTURE(
      Rig, "a photo of an unknown session, with an impossible name or without bytes is refused") {
    auto shot = new_shot(timer, new_session(timer), 0, "smile");
    CHECK(code_of(await_result(store.add_shot(shot))) == Errc::NotFound);
    shot.session = {};
    shot.event = "../..";
    CHECK(code_of(await_result(store.add_shot(shot))) == Errc::BadInput);
    shot.event = "anna-und-ben";
    shot.jpeg.clear();
    CHECK(code_of(await_result(store.add_shot(shot))) == Errc::BadInput);
    CHECK(fact_types().empty());
  }

  TEST_CASE_FIXTURE(Rig, "bytes that are no photo go to quarantine with their reason") {
    const auto id = timer.make<ShotId>();
    must(await_result(store.quarantine(id, jpeg_bytes("half"), "the JPEG ends in the middle")));
    CHECK(std::filesystem::exists(store.absolute_path("quarantine/" + id.str() + ".bin")));
    const auto facts = must(await_result(store.facts(0, 10)));
    REQUIRE(facts.size() == 1);
    CHECK(facts[0].type == "shot.quarantined");
    CHECK(facts[0].data.find("the JPEG ends in the middle") != std::string::npos);
  }
}

TEST_SUITE("contracts/store/sheets") {
  TEST_CASE_FIXTURE(
      Rig, "a sheet brings its pictures, prints, uploads and facts, and ends the session") {
    const auto session = composing_session(store, timer);
    const auto sheet = must(await_result(store.add_sheet(new_sheet(timer, session, 2))));
    CHECK(std::filesystem::exists(store.absolute_path(sheet.path)));
    CHECK(sheet.size == PixelSize{1218, 1836});
    CHECK(must(await_result(store.session(session.id))).state == SessionState::Done);
    CHECK(must(await_result(store.sheet_of(session.id)))->id == sheet.id);
    CHECK(must(await_result(store.sheet(sheet.id))).recipe == R"({"template":"classic-4x6"})");

    const auto prints = must(await_result(store.open_prints(10)));
    REQUIRE(prints.size() == 2);
    CHECK(prints[0].state == PrintState::Queued);
    CHECK(prints[0].sheet == sheet.id);
    CHECK(prints[0].session == session.id);

    CHECK(first_waiting("cloud", UploadClass::Sheet).path == sheet.path);
    const auto share = first_waiting("cloud", UploadClass::ShareCopy);
    CHECK(std::filesystem::exists(store.absolute_path(share.path)));
    CHECK(must(await_result(store.waiting_uploads("archive", UploadClass::Sheet, 1))).empty());
    CHECK(count_facts("sheet.made") == 1);
    CHECK(count_facts("print.asked") == 2);
    CHECK(count_facts("session.done") == 1);
  }

  TEST_CASE_FIXTURE(Rig, "a session gets one sheet: the second one is refused and adds nothing") {
    const auto session = composing_session(store, timer);
    const auto wanted = new_sheet(timer, session, 1);
    must(await_result(store.add_sheet(wanted)));
    const auto facts_before = fact_types().size();
    CHECK(code_of(await_result(store.add_sheet(wanted))) == Errc::Conflict);
    CHECK(code_of(await_result(store.add_sheet(new_sheet(timer, session, 1, "other")))) ==
          Errc::Conflict);
    CHECK(must(await_result(store.prints({}, 10))).size() == 1);
    CHECK(fact_types().size() == facts_before);
  }

  TEST_CASE_FIXTURE(Rig, "a session that is not composing gets no sheet") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    CHECK(code_of(await_result(store.add_sheet(new_sheet(timer, session, 1)))) == Errc::Conflict);
    CHECK_FALSE(must(await_result(store.sheet_of(session.id))).has_value());
    CHECK(must(await_result(store.prints({}, 10))).empty());
    CHECK(code_of(await_result(store.add_sheet(new_sheet(timer, new_session(timer), 1)))) ==
          Errc::NotFound);
  }

  TEST_CASE_FIXTURE(Rig, "a sheet without copies is kept and shared, and nothing is printed") {
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    CHECK(must(await_result(store.open_prints(10))).empty());
    CHECK(must(await_result(store.session(session.id))).state == SessionState::Done);
  }
}

TEST_SUITE("contracts/store/prints") {
  TEST_CASE_FIXTURE(Rig, "a print that is asked for twice is one print") {
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

  TEST_CASE_FIXTURE(Rig, "nothing is printed that is not there") {
    PrintJob wanted;
    wanted.id = timer.make<PrintId>();
    wanted.sheet = timer.make<SheetId>();
    CHECK(code_of(await_result(store.add_print(wanted))) == Errc::NotFound);
    CHECK(code_of(await_result(store.print(wanted.id))) == Errc::NotFound);
  }

  TEST_CASE_FIXTURE(Rig, "a print moves only from the state that the caller knows") {
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

  TEST_CASE_FIXTURE(Rig, "printing again replaces the old print in one step, once") {
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

  TEST_CASE_FIXTURE(Rig, "a replacement that cannot be inserted leaves the old print as it was") {
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

  TEST_CASE_FIXTURE(Rig, "prints are counted by what they wait for") {
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

  TEST_CASE_FIXTURE(Rig, "open prints come oldest first, all prints newest first") {
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
  TEST_CASE_FIXTURE(Rig, "share copies come newest first, originals oldest first") {
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

  TEST_CASE_FIXTURE(Rig,
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

  TEST_CASE_FIXTURE(Rig, "a parked upload tells its reason and can wait again") {
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

  TEST_CASE_FIXTURE(Rig, "what was on its way when we died waits again with one more attempt") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "smile"))));
    auto sending = first_waiting("cloud", UploadClass::Original);
    sending.state = UploadState::Sending;
    must(await_result(store.move_upload(UploadState::Waiting, sending, "")));
    CHECK(must(await_result(store.waiting_uploads("cloud", UploadClass::Original, 9))).empty());
    CHECK(must(await_result(store.reopen_uploads())) == 1);
    CHECK(must(await_result(store.reopen_uploads())) == 0);
    const auto again = first_waiting("cloud", UploadClass::Original);
    CHECK(again.attempts == 1);
    CHECK_FALSE(again.last_error.empty());
  }

  TEST_CASE_FIXTURE(Rig, "uploads are counted in items and bytes, and the oldest is known") {
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

TEST_SUITE("contracts/store/facts") {
  TEST_CASE_FIXTURE(Rig, "facts are numbered without repeats and read from any point") {
    for (int i = 0; i < 5; ++i)
      must(await_result(store.add_fact("printer.offline", "dnp", R"({"for_s":1})")));
    const auto all = must(await_result(store.facts(0, 100)));
    REQUIRE(all.size() == 5);
    for (std::size_t i = 1; i < all.size(); ++i) {
      CHECK(all[i].sequence > all[i - 1].sequence);
      CHECK(all[i].id > all[i - 1].id);
    }
    CHECK(is_uuid(all[0].id.str()));
    CHECK(all[0].at == timer.now);
    const auto rest = must(await_result(store.facts(all[2].sequence, 100)));
    REQUIRE(rest.size() == 2);
    CHECK(rest[0].id == all[3].id);
    CHECK(must(await_result(store.facts(0, 2))).size() == 2);
  }

  TEST_CASE_FIXTURE(Rig, "a fact's payload must be a JSON object") {
    for (const char* data : {"", "nonsense", "[1]", "{", "null", "\"text\""}) {
      CAPTURE(data);
      CHECK(code_of(await_result(store.add_fact("a.b", "c", data))) == Errc::BadInput);
    }
  }

  TEST_CASE_FIXTURE(Rig, "texts with quotes, line ends and control bytes survive in facts") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(
        await_result(store.move_session(session.id, SessionState::Preparing,
                                        SessionState::Cancelled, "he said \"stop\"\n\x01\\ done")));
    const auto fact = must(await_result(store.facts(0, 10))).back();
    CHECK(fact.data.find(R"(he said \"stop\"\u000a\u0001\\ done)") != std::string::npos);
  }
}

TEST_SUITE("contracts/store/answers") {
  TEST_CASE_FIXTURE(Rig, "an answer is remembered under its key, and the first one stays") {
    CHECK_FALSE(must(await_result(store.recorded_answer("k1"))).has_value());
    must(await_result(store.record_answer("k1", {"hash", 201, "{}"})));
    CHECK(code_of(await_result(store.record_answer("k1", {"other", 500, "no"}))) == Errc::Conflict);
    const auto answer = must(await_result(store.recorded_answer("k1")));
    REQUIRE(answer.has_value());
    CHECK(answer->request_hash == "hash");
    CHECK(answer->status == 201);
    CHECK(answer->body == "{}");
  }

  TEST_CASE_FIXTURE(Rig, "the disk's room is known") {
    const auto space = must(await_result(store.disk_space()));
    CHECK(space.total_bytes > 0);
    CHECK(space.free_bytes <= space.total_bytes);
  }
}

}  // namespace booth
