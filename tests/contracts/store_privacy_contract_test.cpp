#include <fstream>
#include <iterator>

#include "tests/contracts/store_contract_rig.hpp"

namespace booth {

using namespace booth::testing;

namespace {

/// A store that seals contacts, and a finished session whose pictures are partly in the cloud.
struct PrivacyRig {
  TemporaryFolder folder;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> store = open_with({});

  std::unique_ptr<SqliteStore> open_with(EventRetention retention) {
    std::ofstream(folder.path() / "contact-key") << std::string(64, '7') << "\n";
    auto options = two_targets(folder.path());
    options.targets[0].is_public = true;
    options.share_page = "<!doctype html>";
    options.contact_key_file = folder.path() / "contact-key";
    options.retention = std::move(retention);
    return must(SqliteStore::open(options, timer));
  }

  Session done_session(int prints = 0, const std::string& event = "anna-und-ben") {
    auto wanted = new_session(timer, event);
    wanted.plan.share_id = "abcdefghijklmnopqrstu" + std::string(1, char('a' + sessions_++));
    wanted.plan.share_url = "https://p.example/#" + wanted.plan.share_id;
    const auto session = must(await_result(store->add_session(wanted)));
    must(
        await_result(store->add_shot(new_shot(timer, session, 0, "smile" + wanted.plan.share_id))));
    must(await_result(
        store->move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));
    must(await_result(store->add_sheet(new_sheet(timer, session, prints, wanted.plan.share_id))));
    return session;
  }
  std::vector<UploadItem> uploads(const SessionId& session) {
    return must(await_result(store->uploads(session, 100)));
  }
  void sync_all(const SessionId& session) {
    for (auto item : uploads(session)) {
      item.state = UploadState::Sending;
      must(await_result(store->move_upload(UploadState::Waiting, item, "")));
      item.state = UploadState::Synced;
      item.resume = R"({"url":"https://t.example/)" + item.id.str() + "\"}";
      must(await_result(store->move_upload(UploadState::Sending, item, "head: size")));
    }
  }
  std::vector<std::filesystem::path> files() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path()))
      if (entry.path().extension() == ".jpg" || entry.path().extension() == ".json")
        found.push_back(entry.path());
    return found;
  }
  std::string everything_on_disk() {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
  }
  Contact contact_of(const Session& session) {
    return {{}, session.id, ContactKind::Email, "ada@example.org", "2026-1", std::string(64, 'c'),
            {}};
  }
  int sessions_ = 0;
};

}  // namespace

TEST_SUITE("contracts/privacy_store") {
  TEST_CASE_FIXTURE(
      PrivacyRig,
      "a forgotten session leaves nothing here, and all it sent is queued for deletion") {
    const auto session = done_session();
    const auto other = done_session();
    sync_all(session.id);
    const auto sent = uploads(session.id);
    must(await_result(store->add_contact(contact_of(session))));
    const auto forgotten = must(await_result(store->forget_session(session.id, "boothctl:root")));

    CHECK(forgotten.files_removed == 5);  // photo, sheet, share copy, two of the page
    CHECK(forgotten.contacts_removed == 1);
    CHECK(forgotten.erasures_wanted == static_cast<int>(sent.size()));
    CHECK(uploads(session.id).empty());
    CHECK(must(await_result(store->contacts(session.id))).empty());
    CHECK(must(await_result(store->session(session.id))).state == SessionState::Done);
    CHECK(files().size() == 5);  // the other session's
    CHECK(uploads(other.id).size() == 6);

    const auto wanted = must(await_result(store->wanted_erasures("cloud", 100)));
    const auto archive = must(await_result(store->wanted_erasures("archive", 100)));
    CHECK(wanted.size() + archive.size() == sent.size());
    CHECK(wanted.at(0).resume.find("https://t.example/") != std::string::npos);
    must(await_result(store->settle_erasure(wanted[0].id, "", "no route")));
    must(await_result(store->settle_erasure(wanted[0].id, "delete: then 404", "")));
    CHECK(code_of(await_result(store->settle_erasure(wanted[0].id, "again", ""))) ==
          Errc::NotFound);
    const auto told = must(await_result(store->erasures(session.id)));
    CHECK(told.size() == sent.size());
    CHECK(std::count_if(told.begin(), told.end(), [](const auto& each) { return each.is_done; }) ==
          1);
  }

  TEST_CASE_FIXTURE(PrivacyRig,
                    "forgetting again is harmless, and what never left needs no deletion") {
    const auto session = done_session();
    CHECK(must(await_result(store->forget_session(session.id, "me"))).erasures_wanted == 0);
    const auto again = must(await_result(store->forget_session(session.id, "me")));
    CHECK(again.files_removed == 0);
    CHECK(files().empty());
  }

  TEST_CASE_FIXTURE(PrivacyRig, "a session that runs or is being printed is not forgotten") {
    auto wanted = new_session(timer);
    const auto running = must(await_result(store->add_session(wanted)));
    CHECK(code_of(await_result(store->forget_session(running.id, "me"))) == Errc::Conflict);
    const auto printing = done_session(1);
    CHECK(code_of(await_result(store->forget_session(printing.id, "me"))) == Errc::Conflict);
    CHECK(files().size() == 5);
    CHECK(code_of(await_result(store->forget_session(timer.make<SessionId>(), "me"))) ==
          Errc::NotFound);
  }

  TEST_CASE_FIXTURE(PrivacyRig,
                    "an upload that was on its way is deleted where the server put it") {
    const auto session = done_session();
    auto item = must(await_result(store->waiting_uploads("cloud", UploadClass::Original, 1))).at(0);
    item.state = UploadState::Sending;
    must(await_result(store->move_upload(UploadState::Waiting, item, "")));
    must(await_result(store->forget_session(session.id, "me")));
    item.state = UploadState::Synced;
    CHECK(code_of(await_result(store->move_upload(UploadState::Sending, item, "x"))) ==
          Errc::NotFound);
    must(await_result(store->note_late_upload(item.id, R"({"url":"late"})")));
    const auto wanted = must(await_result(store->wanted_erasures("cloud", 9)));
    REQUIRE(wanted.size() == 1);
    CHECK(wanted[0].resume == R"({"url":"late"})");
  }

  TEST_CASE_FIXTURE(PrivacyRig,
                    "a contact comes back plain, and lies on the disk sealed, with its consent") {
    const auto session = done_session();
    must(await_result(store->add_contact(contact_of(session))));
    const auto found = must(await_result(store->contacts(session.id)));
    REQUIRE(found.size() == 1);
    CHECK(found[0].value == "ada@example.org");
    CHECK(found[0].consent_version == "2026-1");
    CHECK(found[0].consent_sha256 == std::string(64, 'c'));
    store.reset();
    CHECK(everything_on_disk().find("ada@example") == std::string::npos);
    CHECK(everything_on_disk().find("2026-1") != std::string::npos);  // the search can find
    store = open_with({});
    std::ofstream(folder.path() / "contact-key") << std::string(64, '8') << "\n";
    CHECK(code_of(await_result(store->contacts(session.id))) == Errc::Corrupt);
  }

  TEST_CASE_FIXTURE(PrivacyRig, "an event's own periods outlive the event's being active") {
    using std::chrono::days;
    store.reset();
    store = open_with({"anna-und-ben", days(10), days(30), days(5)});
    const auto session = done_session();
    sync_all(session.id);
    must(await_result(store->add_contact(contact_of(session))));
    store.reset();
    store = open_with({"next-party", {}, {}, {}});
    const auto removed_after = [this](int passed) {
      timer.now = UtcTime(std::chrono::milliseconds{1'795'323'600'000}) + days(passed);
      return must(await_result(store->remove_old_pictures({}, DiskLevel::Ok)));
    };
    CHECK(removed_after(4) == 0);
    CHECK(must(await_result(store->contacts(session.id))).size() == 1);
    CHECK(removed_after(6) == 0);
    CHECK(must(await_result(store->contacts(session.id))).empty());
    CHECK(removed_after(11) == 1);  // the photo
    CHECK(removed_after(31) == 2);  // sheet and share copy
  }

  TEST_CASE_FIXTURE(PrivacyRig,
                    "an event that people select is kept as long as the booth promises") {
    using std::chrono::days;
    store.reset();
    store = open_with({"anna-und-ben", days(10), {}, {}});
    EventPlan plan;
    plan.slug = "party";
    plan.title = "Party";
    plan.template_name = "strip-2x6";
    plan.made_by = "boothctl:root";
    must(await_result(store->add_event_version(plan)));
    must(await_result(store->want_event(EventVersion{"party", 0}, "root")));
    must(await_result(store->activate_wanted_event()));
    sync_all(done_session(0, "party").id);
    timer.now += days(9);
    CHECK(must(await_result(store->remove_old_pictures({}, DiskLevel::Ok))) == 0);
    timer.now += days(2);
    CHECK(must(await_result(store->remove_old_pictures({}, DiskLevel::Ok))) == 1);
  }
}

TEST_SUITE("contracts/backlog") {
  TEST_CASE_FIXTURE(StoreRig, "what waits is counted for each target") {
    const auto session = must(await_result(store.add_session(new_session(timer))));
    must(await_result(store.add_shot(new_shot(timer, session, 0, "one"))));
    const auto counts = must(await_result(opened->backlog()));
    REQUIRE(counts.size() == 2);
    for (const auto& each : counts) {
      CHECK(each.waiting == 1);
      CHECK(each.waiting_bytes == 7);
      CHECK(each.parked == 0);
      CHECK(each.oldest_waiting == timer.now);
    }
  }

  TEST_CASE_FIXTURE(
      StoreRig, "a target that comes later gets the pictures that are there, once, of its events") {
    const auto ours = must(await_result(store.add_session(new_session(timer))));
    const auto theirs = must(await_result(store.add_session(new_session(timer, "other-party"))));
    must(await_result(store.add_shot(new_shot(timer, ours, 0, "one"))));
    must(await_result(store.add_shot(new_shot(timer, theirs, 0, "two"))));
    const auto count_of = [](SqliteStore& from, const std::string& target) {
      int count = 0;
      for (const auto& each : must(await_result(from.uploads(SessionId(), 100))))
        count += each.target == target ? 1 : 0;
      return count;
    };
    for (int starts = 0; starts < 2; ++starts) {
      opened.reset();
      auto options = two_targets(folder.path());
      options.targets.push_back({"late", {UploadClass::Original}, {"anna-und-ben"}});
      options.targets.push_back({"all", {UploadClass::Original}});
      opened = must(SqliteStore::open(options, timer));
      CHECK(count_of(*opened, "late") == 1);
      CHECK(count_of(*opened, "all") == 2);
      CHECK(count_of(*opened, "cloud") == 2);
    }
  }

  TEST_CASE_FIXTURE(StoreRig, "a test object is on the disk and of no session") {
    const auto object = must(await_result(opened->test_object("cloud")));
    CHECK(std::filesystem::file_size(store.absolute_path(object.path)) ==
          static_cast<std::uintmax_t>(object.size_bytes));
    CHECK(object.session.empty());
    CHECK(must(await_result(store.uploads(SessionId(), 9))).empty());
  }
}

}  // namespace booth
