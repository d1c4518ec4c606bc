#include <doctest/doctest.h>

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {
namespace {

using namespace booth::testing;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A session, its photo, sheet, print and share copy, each a while after the other.
struct Rig : StoreRig {
  Session session = must(await_result(store.add_session(new_session(timer))));

  void move(SessionState from, SessionState to) {
    must(await_result(store.move_session(session.id, from, to, "")));
  }
  PrintJob made_sheet() {
    timer.now += seconds(5);
    move(SessionState::Preparing, SessionState::Capturing);
    auto shot = new_shot(timer, session, 0, "smile");
    timer.now += milliseconds(300);
    must(await_result(store.add_shot(shot)));
    move(SessionState::Capturing, SessionState::Composing);
    timer.now += milliseconds(700);
    must(await_result(store.add_sheet(new_sheet(timer, session, 1))));
    return must(await_result(store.open_prints(1))).at(0);
  }
  void move_print(PrintJob& print, PrintState to, seconds later) {
    timer.now += later;
    const auto from = print.state;
    print.state = to;
    print.attempts = 1;
    must(await_result(store.move_print(from, print)));
  }
  UploadItem share_copy() { return first_waiting("cloud", UploadClass::ShareCopy); }
  void sync(UploadItem upload, seconds later) {
    timer.now += later;
    upload.state = UploadState::Synced;
    must(await_result(store.move_upload(UploadState::Waiting, upload, "read back")));
  }

  StepHistogram histogram(GuestStep step) {
    return must(await_result(opened->measurements())).steps.at(static_cast<std::size_t>(step));
  }
  std::int64_t only_ms(GuestStep step) {
    const auto found = histogram(step);
    std::int64_t items = 0;
    for (const auto count : found.buckets) items += count;
    CHECK(items == 1);
    return found.sum_ms;
  }
  ServiceCount counted(ServiceIndicator indicator) {
    for (const auto& tally : must(await_result(opened->service(30))))
      if (tally.indicator == indicator) return tally.count;
    return {};
  }
  std::vector<std::string> span_names() {
    std::vector<std::string> names;
    for (const auto& span : must(await_result(opened->spans(session.id))))
      names.push_back(span.name + (span.ended_at ? "" : " ..."));
    return names;
  }
};

}  // namespace

TEST_SUITE("store/measure") {
  TEST_CASE_FIXTURE(Rig,
                    "each step that guests wait for is measured once, and survives a restart") {
    auto print = made_sheet();
    move_print(print, PrintState::Submitting, seconds(1));
    move_print(print, PrintState::Spooled, seconds(1));
    move_print(print, PrintState::Sending, seconds(1));
    move_print(print, PrintState::Printed, seconds(20));
    sync(share_copy(), seconds(1));
    opened.reset();
    opened = must(SqliteStore::open(two_targets(folder.path()), timer));
    CHECK(only_ms(GuestStep::PressToExposure) == 5000);
    CHECK(only_ms(GuestStep::ExposureToDurable) >= 300);
    CHECK(only_ms(GuestStep::LastShotToSheet) == 700);
    CHECK(only_ms(GuestStep::SheetToSent) == 2000);
    CHECK(only_ms(GuestStep::SheetToPaper) == 23'000);
    CHECK(only_ms(GuestStep::PressToShareCopy) == 30'000);
  }

  TEST_CASE_FIXTURE(Rig, "the way of a photo ends when its file is on the disk") {
    must(await_result(store.add_shot(new_shot(timer, session, 0, std::string(1 << 24, 'x')))));
    CHECK(only_ms(GuestStep::ExposureToDurable) > 0);
  }

  TEST_CASE_FIXTURE(Rig, "a clock that jumps backwards is not measured") {
    timer.now -= std::chrono::hours(24 * 365);
    made_sheet();
    CHECK(histogram(GuestStep::PressToExposure).sum_ms == 0);
    CHECK(only_ms(GuestStep::ExposureToDurable) >= 300);
  }

  TEST_CASE_FIXTURE(Rig, "the trace has every state in order, and what is not over yet") {
    auto print = made_sheet();
    move_print(print, PrintState::Submitting, seconds(1));
    auto names = span_names();
    CHECK(names.front() == "session.preparing");
    // Several begin in the same millisecond.
    std::sort(names.begin(), names.end());
    CHECK(names == std::vector<std::string>{"print.queued", "print.submitting ...",
                                            "session.capturing", "session.composing",
                                            "session.preparing", "sheet.made", "shot.stored",
                                            "upload.waiting ...", "upload.waiting ...",
                                            "upload.waiting ...", "upload.waiting ..."});
    CHECK(code_of(await_result(opened->spans(timer.make<SessionId>()))) == Errc::NotFound);
  }

  TEST_CASE_FIXTURE(Rig, "sheets that needed a person are bad, whatever comes of them") {
    auto print = made_sheet();
    move_print(print, PrintState::Held, seconds(1));
    move_print(print, PrintState::Printed, seconds(60));
    CHECK(counted(ServiceIndicator::Sheet).good == 0);
    CHECK(counted(ServiceIndicator::Sheet).bad == 1);
    CHECK(counted(ServiceIndicator::Session).good == 1);
    CHECK(histogram(GuestStep::SheetToPaper).sum_ms == 0);
  }

  TEST_CASE_FIXTURE(Rig, "a share copy after a minute is bad, unless the network was in trouble") {
    made_sheet();
    sync(share_copy(), seconds(61));
    CHECK(counted(ServiceIndicator::ShareCopy).bad == 1);

    session = must(await_result(store.add_session(new_session(timer))));
    made_sheet();
    must(await_result(store.add_fact("alarm.raised", "network", "{}")));
    timer.now += seconds(100);
    must(await_result(store.add_fact("alarm.cleared", "network", "{}")));
    sync(share_copy(), seconds(61));
    CHECK(counted(ServiceIndicator::ShareCopy).bad == 1);

    session = must(await_result(store.add_session(new_session(timer))));
    made_sheet();
    sync(share_copy(), seconds(59));
    CHECK(counted(ServiceIndicator::ShareCopy).good == 1);
  }

  TEST_CASE_FIXTURE(Rig, "facts are counted by type, and old days leave the service level") {
    must(await_result(store.add_fact("printer.resumed", "dnp", "{}")));
    must(await_result(store.add_fact("printer.resumed", "dnp", "{}")));
    std::int64_t resumed = 0;
    for (const auto& [type, items] : must(await_result(opened->measurements())).facts)
      if (type == "printer.resumed") resumed = items;
    CHECK(resumed == 2);
    move(SessionState::Preparing, SessionState::Interrupted);
    CHECK(counted(ServiceIndicator::Session).bad == 1);
    timer.now += std::chrono::hours(24 * 31);
    CHECK(counted(ServiceIndicator::Session).bad == 0);
  }

  TEST_CASE_FIXTURE(StoreRig,
                    "a call that changed something is a fact that names person and path") {
    must(await_result(opened->record_call({"boothctl:root", "technician", "POST", "/v1/shots"})));
    const auto facts = must(await_result(store.facts(0, 10)));
    REQUIRE(facts.size() == 1);
    CHECK(facts[0].type == "call.made");
    CHECK(facts[0].subject == "/v1/shots");
    CHECK(facts[0].data == R"({"who":"boothctl:root","role":"technician","method":"POST"})");
  }
}

}  // namespace booth
