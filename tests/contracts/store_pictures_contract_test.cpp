#include "daemon/ports/store.hpp"

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {

using namespace booth::testing;

TEST_SUITE("contracts/store/shots") {
  TEST_CASE_FIXTURE(
      StoreRig,
      "an acknowledged photo is on the disk, byte by byte, with its row, fact and uploads") {
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

  TEST_CASE_FIXTURE(StoreRig, "a retake takes the slot and the older photo stays on the disk") {
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

  TEST_CASE_FIXTURE(StoreRig, "the same shot again is answered, not stored again") {
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

  TEST_CASE_FIXTURE(StoreRig, "a shot without a session is kept too") {
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

  TEST_CASE_FIXTURE(StoreRig, "the same bytes twice in one session are one object in the cloud") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "same"))));
    must(await_result(store.add_shot(new_shot(timer, session, 1, "same"))));
    CHECK(must(await_result(store.shots(session.id))).size() == 2);
    CHECK(must(await_result(store.uploads(session.id, 10))).size() == 2);  // one per target
  }

  TEST_CASE_FIXTURE(
      StoreRig,
      "a photo of an unknown session, with an impossible name or without bytes is refused") {
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

  TEST_CASE_FIXTURE(StoreRig, "bytes that are no photo go to quarantine with their reason") {
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
      StoreRig, "a sheet brings its pictures, prints, uploads and facts, and ends the session") {
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

  TEST_CASE_FIXTURE(StoreRig,
                    "a session gets one sheet: the second one is refused and adds nothing") {
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

  TEST_CASE_FIXTURE(StoreRig, "a session that is not composing gets no sheet") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    CHECK(code_of(await_result(store.add_sheet(new_sheet(timer, session, 1)))) == Errc::Conflict);
    CHECK_FALSE(must(await_result(store.sheet_of(session.id))).has_value());
    CHECK(must(await_result(store.prints({}, 10))).empty());
    CHECK(code_of(await_result(store.add_sheet(new_sheet(timer, new_session(timer), 1)))) ==
          Errc::NotFound);
  }

  TEST_CASE_FIXTURE(StoreRig, "a sheet without copies is kept and shared, and nothing is printed") {
    const auto session = composing_session(store, timer);
    must(await_result(store.add_sheet(new_sheet(timer, session, 0))));
    CHECK(must(await_result(store.open_prints(10))).empty());
    CHECK(must(await_result(store.session(session.id))).state == SessionState::Done);
  }
}

}  // namespace booth
